import type { ActivationName } from './activation.js';

/** Adds nodes to a graph; every value is known by its name. */
export interface Composer {
  /** A node with one output, whose name is returned. */
  op(type: string, inputs: readonly string[], attributes?: Readonly<Record<string, number>>): string;
  /** A scalar of the graph's precision. */
  constant(value: number): string;
}

/** Writes f(z) as nodes, the last of which holds it, and returns its name; for the identity that is z itself. */
type Composition = (graph: Composer, z: string, alpha: number) => string;

// Klambauer et al. 2017 (arXiv 1706.02515)
const seluScale = 1.0507009873554805;
const seluAlpha = 1.6732632423543772;

const negativePart = (graph: Composer, z: string) => graph.op('Min', [z, graph.constant(0)]);
const times = (graph: Composer, factor: number, value: string) => graph.op('Mul', [graph.constant(factor), value]);
const plusOne = (graph: Composer, value: string) => graph.op('Add', [graph.constant(1), value]);
const expMinusOne = (graph: Composer, value: string) => graph.op('Sub', [graph.op('Exp', [value]), graph.constant(1)]);
const halves = (graph: Composer, z: string, sigmoidal: string) => graph.op('Mul', [times(graph, 0.5, z), plusOne(graph, sigmoidal)]);

/** ln(1 + e^z) without overflow: max(z, 0) + ln(1 + e^-|z|). */
const softplus: Composition = (graph, z) =>
  graph.op('Add', [graph.op('Relu', [z]), graph.op('Log', [plusOne(graph, graph.op('Exp', [graph.op('Neg', [graph.op('Abs', [z])])]))])]);

/**
 * In operators that runtimes have in both precisions: ONNX Runtime (1.20 to 1.30) has no LeakyRelu, Elu, Selu, Celu, Softplus, Softsign and HardSigmoid of
 * doubles, and fuses z Sigmoid(z) to one that it has not. It has no Erf of doubles either, which the standard allows and GELU needs.
 */
const composed: Record<ActivationName, Composition> = {
  identity: (_, z) => z,
  relu: (graph, z) => graph.op('Relu', [z]),
  'leaky-relu': (graph, z, alpha) => graph.op('Add', [graph.op('Relu', [z]), times(graph, alpha, negativePart(graph, z))]),
  elu: (graph, z, alpha) => graph.op('Add', [graph.op('Relu', [z]), times(graph, alpha, expMinusOne(graph, negativePart(graph, z)))]),
  selu: (graph, z) => times(graph, seluScale, composed.elu(graph, z, seluAlpha)),
  celu: (graph, z, alpha) => {
    const scaled = graph.op('Div', [negativePart(graph, z), graph.constant(alpha)]);
    return graph.op('Add', [graph.op('Relu', [z]), times(graph, alpha, expMinusOne(graph, scaled))]);
  },
  sigmoid: (graph, z) => graph.op('Sigmoid', [z]),
  'hard-sigmoid': (graph, z) => graph.op('Clip', [graph.op('Add', [times(graph, 1 / 6, z), graph.constant(0.5)]), graph.constant(0), graph.constant(1)]),
  tanh: (graph, z) => graph.op('Tanh', [z]),
  'hard-tanh': (graph, z) => graph.op('Clip', [z, graph.constant(-1), graph.constant(1)]),
  softplus,
  softsign: (graph, z) => graph.op('Div', [z, plusOne(graph, graph.op('Abs', [z]))]),
  gelu: (graph, z) => halves(graph, z, graph.op('Erf', [times(graph, Math.SQRT1_2, z)])),
  'gelu-tanh': (graph, z) => {
    const cube = graph.op('Mul', [graph.op('Mul', [z, z]), z]);
    return halves(graph, z, graph.op('Tanh', [times(graph, Math.sqrt(2 / Math.PI), graph.op('Add', [z, times(graph, 0.044715, cube)]))]));
  },
  silu: (graph, z) => graph.op('Div', [z, plusOne(graph, graph.op('Exp', [graph.op('Neg', [z])]))]),
  mish: (graph, z, alpha) => graph.op('Mul', [z, graph.op('Tanh', [softplus(graph, z, alpha)])]),
  sin: (graph, z) => graph.op('Sin', [z]),
  square: (graph, z) => graph.op('Mul', [z, z]),
  abs: (graph, z) => graph.op('Abs', [z]),
};

/** In f32, where there is an operator for it. */
const direct: Partial<Record<ActivationName, Composition>> = {
  'leaky-relu': (graph, z, alpha) => graph.op('LeakyRelu', [z], { alpha }),
  elu: (graph, z, alpha) => graph.op('Elu', [z], { alpha }),
  selu: (graph, z) => graph.op('Selu', [z], { alpha: seluAlpha, gamma: seluScale }),
  celu: (graph, z, alpha) => graph.op('Celu', [z], { alpha }),
  'hard-sigmoid': (graph, z) => graph.op('HardSigmoid', [z], { alpha: 1 / 6, beta: 0.5 }),
  softplus: (graph, z) => graph.op('Softplus', [z]),
  softsign: (graph, z) => graph.op('Softsign', [z]),
  silu: (graph, z) => graph.op('Mul', [z, graph.op('Sigmoid', [z])]),
  mish: (graph, z) => graph.op('Mul', [z, graph.op('Tanh', [graph.op('Softplus', [z])])]),
};

/** How each activation is said in operators of ONNX's opset 13. */
export const compositions: Readonly<Record<'f32' | 'f64', Readonly<Record<ActivationName, Composition>>>> = {
  f32: { ...composed, ...direct },
  f64: composed,
};
