import { activations } from '../../../src/network/activation.js';
import type { Network } from '../../../src/network/network.js';
import { tracePieces } from '../../../src/theory/pieces.js';
import { activationPieces } from '../../../src/theory/piecewise.js';
import type { LineFrame } from '../frame.js';
import { isTooMuch } from './too-much.js';

/** Intervals between the samples of a function that is not drawn exactly. */
const samples = 512;
/** Most joint pieces of a layer: more are not told apart on a screen. */
const mostPieces = 2 ** 14;
/** Exact arithmetic, where doubles do not settle it, is quick enough for networks of so many parameters and joint pieces. */
const exactParameters = 2500;
const exactPieces = 256;

/** The function of a network of one input and one output: exact where it can be had between two frames, else samples. */
export function lineView(network: Network, [left, right]: readonly [number, number]): LineFrame {
  return exactLine(network, [left, right]) ?? sampledLine(network, [left, right]);
}

/** Samples alone: of a network whose parameters have got out of hand. */
export function sampledLine(network: Network, [left, right]: readonly [number, number]): LineFrame {
  const x = Float64Array.from({ length: samples + 1 }, (_, index) => left + ((right - left) * index) / samples);
  const inputs = network.precision === 'f32' ? Float32Array.from(x) : x;
  const y = Float64Array.from(network.forward({ rows: x.length, columns: 1, data: inputs }).data);
  return { isExact: false, x, y, layer: new Uint8Array(x.length), pieces: Number.NaN, bound: boundOf(network) };
}

function exactLine(network: Network, interval: readonly [number, number]): LineFrame | undefined {
  if (!isPiecewiseLinear(network)) return undefined;
  try {
    const pieces = tracePieces(network, interval, mostPieces, network.parameterCount <= exactParameters ? exactPieces : 0);
    if (pieces === undefined) return undefined;
    return {
      isExact: true,
      x: Float64Array.of(interval[0], ...pieces.breakpoints, interval[1]),
      y: pieces.values,
      layer: Uint8Array.of(0, ...pieces.madeBy, 0),
      pieces: pieces.count,
      bound: boundOf(network),
    };
  } catch (error) {
    if (isTooMuch(error)) return undefined;
    throw error;
  }
}

const isPiecewiseLinear = (network: Network): boolean => network.activations.every(({ activation }) => activations[activation].piecewiseLinear);

/** The most pieces that any weights give: every unit cuts a piece at most once for each bend of its activation. Empty for activations that are not piecewise linear. */
function boundOf(network: Network): string {
  if (!isPiecewiseLinear(network)) return '';
  return String(
    network.activations.reduce(
      (product, { activation, alpha }, layer) => product * BigInt((network.widths[layer + 1] as number) * activationPieces(activation, alpha).knots.length + 1),
      1n,
    ),
  );
}
