/** The fields of a protocol buffer with bytes in them, by number; numbers are skipped. */
function* byteFields(message: Uint8Array): Generator<[field: number, bytes: Uint8Array]> {
  let at = 0;
  const varint = (): number => {
    let value = 0;
    for (let scale = 1; ; scale *= 128) {
      const byte = message[at++]!;
      value += (byte % 128) * scale;
      if (byte < 128) return value;
    }
  };
  while (at < message.length) {
    const key = varint();
    if (key % 8 === 0) varint();
    else if (key % 8 === 5) at += 4;
    else if (key % 8 === 2) {
      const length = varint();
      at += length;
      yield [Math.floor(key / 8), message.subarray(at - length, at)];
    } else throw new Error(`wire type ${key % 8} at byte ${at}`);
  }
}

const fieldsOf = (message: Uint8Array, wanted: number): Uint8Array[] =>
  [...byteFields(message)].filter(([field]) => field === wanted).map(([, bytes]) => bytes);

/** The operators of an ONNX model in order: ModelProto.graph is 7, GraphProto.node 1, NodeProto.op_type 4. */
export function operatorsOf(model: Uint8Array): string[] {
  const [graph] = fieldsOf(model, 7);
  return fieldsOf(graph!, 1).map((node) => new TextDecoder().decode(fieldsOf(node, 4)[0]));
}
