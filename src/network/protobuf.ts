/** A protocol buffer in pieces: it is joined once, when it is whole, so that large tensors are copied once. */
export type Message = readonly Uint8Array[];

const wire = { varint: 0, bytes: 2, fixed32: 5 } as const;

/** A whole number >= 0; int32, int64, uint64, bool and enum fields look alike. */
export function integerField(field: number, value: number): Message {
  return [Uint8Array.of(...varint(8 * field + wire.varint), ...varint(value))];
}

export function floatField(field: number, value: number): Message {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setFloat32(0, value, true);
  return [Uint8Array.from(varint(8 * field + wire.fixed32)), bytes];
}

export function textField(field: number, value: string): Message {
  return messageField(field, [new TextEncoder().encode(value)]);
}

/** A message, or bytes as they are. */
export function messageField(field: number, parts: Message): Message {
  return [Uint8Array.of(...varint(8 * field + wire.bytes), ...varint(lengthOf(parts))), ...parts];
}

export function join(parts: Message): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(lengthOf(parts));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

export function lengthOf(parts: Message): number {
  return parts.reduce((sum, { length }) => sum + length, 0);
}

/** Seven bits a byte, the lowest first; the top bit says that more follow. */
function varint(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  for (; rest >= 0x80; rest = Math.floor(rest / 0x80)) bytes.push((rest % 0x80) + 0x80);
  return [...bytes, rest];
}
