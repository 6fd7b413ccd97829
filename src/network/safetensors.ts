import { oneOf, options } from '../engine/check.js';
import { ArgumentError } from '../engine/errors.js';
import { bytesPer, type FloatArray, type Precision } from '../engine/memory.js';
import { type ActivationName, activationNames, activations } from './activation.js';
import type { Network } from './network.js';
import type { LayeredSpecification, LayerInput } from './specification.js';

/** Longest header that is read, in bytes. */
const longestHeader = 2 ** 20;

const types = { f32: 'F32', f64: 'F64' } as const;

/** What a file may leave open. */
export interface LoadNetworkOptions {
  /** Of the hidden layers of a safetensors file that does not say: `relu` unless said. */
  readonly activation?: ActivationName;
}

interface Entry {
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly data_offsets: readonly [number, number];
}

/**
 * A network as safetensors bytes: `layers.0.weight` [outputs][inputs] and `layers.0.bias` for each layer, as PyTorch keeps them, and each
 * layer's activation in the metadata. Format: 8 bytes header length (little-endian), JSON header padded to 8 bytes, numbers.
 */
export function writeSafetensors(network: Network): Uint8Array<ArrayBuffer> {
  const { engine, precision } = network;
  const parameters = network.parameters();
  const size = bytesPer(precision);
  const header: Record<string, unknown> = {
    __metadata__: {
      format: 'fathom',
      fathom: engine.version,
      build: engine.build,
      activations: network.activations.map(({ activation }) => activation).join(','),
      alphas: network.activations.map(({ alpha }) => String(alpha)).join(','),
    },
  };
  let at = 0;
  const tensor = (name: string, shape: number[], count: number) => {
    header[name] = { dtype: types[precision], shape, data_offsets: [at, at + count * size] };
    at += count * size;
  };
  network.widths.slice(1).forEach((outputs, layer) => {
    const inputs = network.widths[layer] as number;
    tensor(`layers.${layer}.weight`, [outputs, inputs], outputs * inputs);
    tensor(`layers.${layer}.bias`, [outputs], outputs);
  });
  const text = JSON.stringify(header);
  const json = new TextEncoder().encode(text.padEnd(Math.ceil(text.length / 8) * 8));
  const bytes = new Uint8Array(8 + json.length + at);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(json.length), true);
  bytes.set(json, 8);
  bytes.set(new Uint8Array(parameters.buffer, parameters.byteOffset, parameters.byteLength), 8 + json.length);
  return bytes;
}

/**
 * The specification in safetensors bytes whose tensors are `layers.N.weight` and `layers.N.bias`, or any names that end so and sort by their number
 * (`0.weight`, `2.weight` of a torch.nn.Sequential). Files of others say nothing of activations: give `activation`, `relu` unless said;
 * the output's is the identity.
 *
 * @throws {ArgumentError} naming the part of the file that is wrong.
 */
export function readSafetensors(file: Uint8Array, given: LoadNetworkOptions = {}): LayeredSpecification {
  if (!(file instanceof Uint8Array) || file.length < 8) throw new ArgumentError('file', 'JSON text, or safetensors in a Uint8Array of at least 8 bytes', file);
  const { activation = 'relu' } = options('options', given, ['activation']);
  oneOf('activation', activation, activationNames);
  const length = new DataView(file.buffer, file.byteOffset, 8).getBigUint64(0, true);
  if (length > BigInt(Math.min(longestHeader, file.length - 8))) {
    throw new ArgumentError('header', `at most ${longestHeader} bytes, within the file of ${file.length}`, length);
  }
  const start = 8 + Number(length);
  const { metadata, entries } = parseHeader(file.subarray(8, start));
  const pairs = layerNames(entries);
  const names = pairs.map(({ weight }) => weight);
  const precision = precisionOf(names, entries);
  const written = metadata['activations']?.split(',');
  const alphas = metadata['alphas']?.split(',').map(Number);
  const body = file.subarray(start);
  const layers = pairs.map(({ weight, bias }, index): LayerInput => {
    const last = index === pairs.length - 1;
    const name = oneOf(`activations[${index}]`, written ? written[index] : last ? 'identity' : activation, activationNames);
    const weights = read(weight, entries[weight] as Entry, precision, body, 2);
    const biases =
      bias === undefined
        ? new (weights.data.constructor as Float32ArrayConstructor)(weights.shape[0] as number)
        : read(bias, entries[bias] as Entry, precision, body, 1).data;
    return {
      weights: { rows: weights.shape[0] as number, columns: weights.shape[1] as number, data: weights.data },
      bias: biases,
      activation: name,
      ...('alpha' in activations[name] && alphas?.[index] !== undefined ? { alpha: alphas[index] as number } : {}),
    };
  });
  checkTiling(entries, body.length);
  return { precision, layers };
}

/** Tensors follow each other without a gap or an overlap and end with the file, as the format demands. */
function checkTiling(entries: Readonly<Record<string, Entry>>, length: number): void {
  let end = 0;
  for (const [name, { data_offsets: offsets }] of Object.entries(entries).sort(([, a], [, b]) => a.data_offsets[0] - b.data_offsets[0])) {
    if (offsets[0] !== end || offsets[1] < end)
      throw new ArgumentError(`${name}.data_offsets`, `offsets from ${end}, where the tensor before ends`, offsets.join(' to '));
    end = offsets[1];
  }
  if (end !== length) throw new ArgumentError('file', `${end} bytes of tensors after the header`, length);
}

function parseHeader(bytes: Uint8Array): { metadata: Readonly<Record<string, string>>; entries: Readonly<Record<string, Entry>> } {
  let header: unknown;
  try {
    header = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (cause) {
    throw new ArgumentError('header', `JSON (${(cause as Error).message})`, bytes);
  }
  if (typeof header !== 'object' || header === null || Array.isArray(header)) throw new ArgumentError('header', 'a JSON object', header);
  const { __metadata__: metadata = {}, ...entries } = header as Record<string, unknown>;
  if (typeof metadata !== 'object' || metadata === null || Object.values(metadata).some((value) => typeof value !== 'string')) {
    throw new ArgumentError('__metadata__', 'an object of strings', metadata);
  }
  for (const [name, entry] of Object.entries(entries)) checkEntry(name, entry);
  return { metadata: metadata as Record<string, string>, entries: entries as Record<string, Entry> };
}

function checkEntry(name: string, entry: unknown): asserts entry is Entry {
  const { shape, data_offsets: offsets } = (entry ?? {}) as Partial<Entry>;
  const whole = (value: unknown) => Number.isSafeInteger(value) && (value as number) >= 0;
  if (!Array.isArray(shape) || !shape.every(whole)) throw new ArgumentError(`${name}.shape`, 'an array of integers from 0', shape);
  if (!Array.isArray(offsets) || offsets.length !== 2 || !offsets.every(whole)) throw new ArgumentError(`${name}.data_offsets`, 'two integers from 0', offsets);
}

/** The tensors of each layer, in the order of the numbers in their names. */
function layerNames(entries: Readonly<Record<string, Entry>>): { weight: string; bias: string | undefined }[] {
  const stems = Object.keys(entries)
    .filter((name) => /\d.*\.weight$/.test(name))
    .map((name) => name.slice(0, -'.weight'.length));
  if (stems.length === 0) throw new ArgumentError('header', 'tensors named like layers.0.weight', Object.keys(entries).join(', '));
  const number = (stem: string) => Number(/(\d+)(?!.*\d)/.exec(stem)?.[1]);
  stems.sort((a, b) => number(a) - number(b));
  const twin = stems.find((stem, index) => index > 0 && number(stem) === number(stems[index - 1] as string));
  if (twin !== undefined) throw new ArgumentError('header', 'one weight a layer number', `${twin}.weight`);
  return stems.map((stem) => ({ weight: `${stem}.weight`, bias: Object.hasOwn(entries, `${stem}.bias`) ? `${stem}.bias` : undefined }));
}

function precisionOf(names: readonly string[], entries: Readonly<Record<string, Entry>>): Precision {
  const dtype = entries[names[0] as string]?.dtype;
  if (dtype !== 'F32' && dtype !== 'F64') throw new ArgumentError(`${names[0]}.dtype`, 'F32 or F64', dtype);
  return dtype === 'F32' ? 'f32' : 'f64';
}

function read(
  name: string,
  { dtype, shape, data_offsets: [from, to] }: Entry,
  precision: Precision,
  body: Uint8Array,
  rank: number,
): { shape: readonly number[]; data: FloatArray } {
  if (dtype !== types[precision]) throw new ArgumentError(`${name}.dtype`, types[precision], dtype);
  if (shape.length !== rank) throw new ArgumentError(`${name}.shape`, `${rank} sizes`, shape);
  const bytes = shape.reduce((product, size) => product * size, bytesPer(precision));
  if (to - from !== bytes || to > body.length)
    throw new ArgumentError(`${name}.data_offsets`, `${bytes} bytes within the ${body.length} of the file`, `${from} to ${to}`);
  const copy = new Uint8Array(body.subarray(from, to)).buffer; // not `slice`, which in Node's Buffer shares the memory of others
  return { shape, data: precision === 'f32' ? new Float32Array(copy) : new Float64Array(copy) };
}
