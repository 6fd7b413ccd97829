import { EngineError } from '../engine/errors.js';
import type { FloatArray } from '../engine/memory.js';
import type { Network } from './network.js';
import { type Composer, compositions } from './onnx-activations.js';
import { floatField, integerField, join, lengthOf, type Message, messageField, textField } from './protobuf.js';

/** The version of ONNX's operators that the file asks for, and of the format: what ONNX 1.8 (2020) and all later readers know. */
const opset = 13;
const irVersion = 7;

/** TensorProto.DataType */
const elementTypes = { f32: 1, f64: 11 } as const;

/** AttributeProto.AttributeType */
const attributeTypes = { float: 1, integer: 2 } as const;

/** Protocol buffers end here. */
const largestFile = 2 ** 31 - 1;

interface Node {
  readonly type: string;
  readonly inputs: readonly string[];
  output: string;
  readonly attributes: Message;
}

/**
 * The network as an ONNX model: `inputs` [samples][inputs] to `outputs` [samples][outputs], samples of any number. Each layer is a Gemm with
 * `layers.N.weight` [outputs][inputs] and `layers.N.bias`, and its activation in standard operators of opset 13; numbers in the network's precision.
 * Field numbers are those of onnx.proto (github.com/onnx/onnx).
 *
 * @throws {EngineError} `too-large` where a file of the format cannot hold the weights.
 */
export function writeOnnx(network: Network): Uint8Array<ArrayBuffer> {
  const { engine, precision, widths } = network;
  const nodes: Node[] = [];
  const initializers = new Map<string, Message>();
  const float = (values: readonly number[]) => (precision === 'f32' ? Float32Array.from(values) : Float64Array.from(values));
  const tensor = (name: string, dimensions: readonly number[], values: FloatArray): string => {
    initializers.set(name, [
      ...dimensions.flatMap((size) => integerField(1, size)),
      ...integerField(2, elementTypes[precision]),
      ...textField(8, name),
      ...messageField(9, [new Uint8Array(values.buffer, values.byteOffset, values.byteLength)]),
    ]);
    return name;
  };
  const add = (type: string, inputs: readonly string[], attributes: Message): string => {
    const output = `value.${nodes.length}`;
    nodes.push({ type, inputs, output, attributes });
    return output;
  };
  const composer: Composer = {
    op: (type, inputs, attributes = {}) => add(type, inputs, Object.entries(attributes).flatMap(floatAttribute)),
    constant: (value) => tensor(`constant.${value}`, [], float([value])),
  };

  network.layers.reduce((x, { weights, bias, activation, alpha }, index) => {
    const weight = tensor(`layers.${index}.weight`, [weights.rows, weights.columns], weights.data);
    const z = add('Gemm', [x, weight, tensor(`layers.${index}.bias`, [weights.rows], bias)], integerAttribute('transB', 1));
    return compositions[precision][activation](composer, z, alpha);
  }, 'inputs');
  (nodes.at(-1) as Node).output = 'outputs'; // what the last layer ends with; nothing after it names it

  const graph: Message = [
    ...nodes.flatMap((node) => messageField(1, nodeMessage(node))),
    ...textField(2, 'network'),
    ...[...initializers.values()].flatMap((message) => messageField(5, message)),
    ...messageField(11, table('inputs', widths[0] as number, precision)),
    ...messageField(12, table('outputs', widths.at(-1) as number, precision)),
  ];
  const model: Message = [
    ...integerField(1, irVersion),
    ...textField(2, 'fathom'),
    ...textField(3, engine.version),
    ...messageField(7, graph),
    ...messageField(8, [...textField(1, ''), ...integerField(2, opset)]),
  ];
  const bytes = lengthOf(model);
  if (bytes > largestFile) throw new EngineError('too-large', `an ONNX file has at most ${largestFile} bytes, and this network needs ${bytes}`);
  return join(model);
}

function nodeMessage({ type, inputs, output, attributes }: Node): Message {
  return [...inputs.flatMap((name) => textField(1, name)), ...textField(2, output), ...textField(4, type), ...attributes];
}

function floatAttribute([name, value]: readonly [string, number]): Message {
  return messageField(5, [...textField(1, name), ...floatField(2, value), ...integerField(20, attributeTypes.float)]);
}

function integerAttribute(name: string, value: number): Message {
  return messageField(5, [...textField(1, name), ...integerField(3, value), ...integerField(20, attributeTypes.integer)]);
}

/** ValueInfoProto of [samples][columns], samples left open. */
function table(name: string, columns: number, precision: 'f32' | 'f64'): Message {
  const shape = [...messageField(1, textField(2, 'samples')), ...messageField(1, integerField(1, columns))];
  const type = messageField(1, [...integerField(1, elementTypes[precision]), ...messageField(2, shape)]);
  return [...textField(1, name), ...messageField(2, type)];
}
