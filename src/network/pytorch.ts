import type { FloatArray } from '../engine/memory.js';
import type { ActivationName } from './activation.js';
import type { Network } from './network.js';

/** How each activation is said in a torch.nn.Sequential; the identity is left out. The functions without a module of their own need `Elementwise`. */
const modules: Readonly<Record<Exclude<ActivationName, 'identity'>, (alpha: number) => string>> = {
  relu: () => 'torch.nn.ReLU()',
  'leaky-relu': (alpha) => `torch.nn.LeakyReLU(${literal(alpha)})`,
  elu: (alpha) => `torch.nn.ELU(${literal(alpha)})`,
  selu: () => 'torch.nn.SELU()',
  celu: (alpha) => `torch.nn.CELU(${literal(alpha)})`,
  sigmoid: () => 'torch.nn.Sigmoid()',
  'hard-sigmoid': () => 'torch.nn.Hardsigmoid()',
  tanh: () => 'torch.nn.Tanh()',
  'hard-tanh': () => 'torch.nn.Hardtanh()',
  softplus: () => 'torch.nn.Softplus(threshold=40)', // from there on z itself to the last digit of f64; PyTorch's own 20 costs eight digits
  softsign: () => 'torch.nn.Softsign()',
  gelu: () => 'torch.nn.GELU()',
  'gelu-tanh': () => 'torch.nn.GELU(approximate="tanh")',
  silu: () => 'torch.nn.SiLU()',
  mish: () => 'torch.nn.Mish()',
  sin: () => 'Elementwise(torch.sin)',
  square: () => 'Elementwise(torch.square)',
  abs: () => 'Elementwise(torch.abs)',
};

const elementwise = `class Elementwise(torch.nn.Module):
    def __init__(self, function):
        super().__init__()
        self.function = function

    def forward(self, z):
        return self.function(z)


`;

/**
 * The network as a Python script that defines `model`, a torch.nn.Sequential of PyTorch 1.12 or later in the network's precision, with
 * enough digits of every number that it reads back to the same bits. For large networks safetensors is the better file: a number has 12 (f32) or
 * 20 (f64) characters here.
 */
export function writePyTorch(network: Network): string {
  const { engine, precision, widths } = network;
  const stack: string[] = [];
  const state: string[] = [];
  for (const { weights, bias, activation, alpha } of network.layers) {
    const rows = Array.from({ length: weights.rows }, (_, row) => list(weights.data.subarray(row * weights.columns, (row + 1) * weights.columns)));
    state.push(`    "${stack.length}.weight": tensor([${rows.join(', ')}]),`, `    "${stack.length}.bias": tensor(${list(bias)}),`);
    stack.push(`torch.nn.Linear(${weights.columns}, ${weights.rows})`);
    if (activation !== 'identity') stack.push(modules[activation](alpha));
  }
  return `# A network of ${widths[0]} inputs and ${widths.at(-1)} outputs, by Fathom ${engine.version}: model(torch.tensor([[...]])) gives a row of outputs a row of inputs.
from math import inf, nan
import torch


${stack.some((module) => module.startsWith('Elementwise')) ? elementwise : ''}def tensor(values):
    return torch.tensor(values, dtype=torch.${precision === 'f32' ? 'float32' : 'float64'})


model = torch.nn.Sequential(
${stack.map((module) => `    ${module},\n`).join('')}).${precision === 'f32' ? 'float' : 'double'}()
model.load_state_dict({
${state.join('\n')}
})
model.eval()
`;
}

const list = (values: FloatArray) => `[${Array.from(values, values instanceof Float32Array ? singleLiteral : literal).join(', ')}]`;

/** Nine digits tell every f32 from all others, also where they are read as a double first. */
function singleLiteral(value: number): string {
  return literal(Object.is(value, -0) ? value : Number(value.toPrecision(9)));
}

/** A Python float: never an int, which PyTorch takes only up to 64 bits. */
function literal(value: number): string {
  if (Number.isNaN(value)) return 'nan';
  if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf';
  const text = Object.is(value, -0) ? '-0' : String(value);
  return /[.e]/.test(text) ? text : `${text}.0`;
}
