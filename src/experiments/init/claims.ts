import { power } from '../../theory/power.js';
import type { Claim } from '../claim.js';
import type { InitResult } from './result.js';

/** Depth scales that a network may be deep: about 6 (Schoenholz et al. 2017, section 4). */
export const reach = 6;

export function claimsOf(result: InitResult): readonly Claim[] {
  return [...ofTheory(result), ...ofNetworks(result), ...ofTraining(result)];
}

function ofTheory({ schemes, critical }: InitResult): Claim[] {
  const observed = { kind: 'bound', checked: 'observed' } as const;
  const chi = (activation: string, weights: number) => schemes.find((row) => row.activation === activation && row.weights === weights)?.chi ?? Number.NaN;
  const he = schemes.find(({ activation, weights }) => activation === 'relu' && weights === 2);
  const points = (...names: readonly string[]) =>
    critical.filter(({ activation, biases }) => names.includes(activation) && biases > 0).flatMap((row) => row.points);
  const stable = critical.flatMap((row) => row.points).filter(({ growth, kind, reached }) => kind === 'point' && growth < 0.95 && reached !== undefined);
  const offCritical = Math.max(...stable.map(({ reached }) => Math.abs((reached as number) - 1)));
  const growths = points('gelu', 'silu').map(({ growth }) => growth);
  const soft = critical.filter(({ activation }) => activation === 'softplus').flatMap((row) => row.points).length;
  return [
    {
      ...observed,
      statement: 'proper initialization of ReLU: at sigma_w^2 = 2, sigma_b = 0 (He) squared gradients keep their mean from layer to layer, chi_1 = 1',
      relation: '=',
      sharp: 1,
      measured: chi('relu', 2),
      holds: Math.abs(chi('relu', 2) - 1) <= 1e-12 && (he?.ratios ?? []).every((ratio) => ratio !== undefined && Math.abs(ratio) <= 1e-10),
      note: 'by quadrature, to 1e-12; at any depth, whatever the mean square of the input. "Solves the vanishing gradient problem (provided proper initialization)" is this',
    },
    {
      ...observed,
      statement: 'proper initialization of the others: chi_1 = 1 where the variance tends, at every stable critical point (largest distance from 1)',
      relation: '<=',
      sharp: 1e-6,
      measured: offCritical,
      holds: offCritical <= 1e-6,
      note: `${stable.length} points of ${new Set(critical.map(({ activation }) => activation)).size} activations; found on the line sigma_w^2 = 1 / E f'^2, checked through the variance map`,
    },
    {
      ...observed,
      statement: 'sigmoid with weights of variance 1 / fan-in: factor of the squared gradient from layer to layer',
      relation: '<=',
      lecture: 1 / 16,
      sharp: 0.0557207,
      measured: chi('sigmoid', 1),
      holds: Math.abs(chi('sigmoid', 1) - 0.0557207) <= 1e-7 && chi('sigmoid', 1) <= 1 / 16,
      note: "the lecture's (1/4)^2 bounds it for any weights of that variance; sharp: its value",
    },
    {
      ...observed,
      statement: 'SELU with the weights it was made for (LeCun): squared gradients grow by 7 % a layer, chi_1',
      relation: '=',
      sharp: 1.07157499,
      measured: chi('selu', 1),
      holds: Math.abs(chi('selu', 1) - 1.07157499) <= 1e-8,
      note: 'it keeps the variance of its activations, q = 1, not that of its gradients',
    },
    {
      ...observed,
      statement: 'GELU and SiLU have critical points that repel the variance: least slope of the variance map there',
      relation: '>=',
      sharp: 1,
      measured: Math.min(...growths),
      holds: growths.length === 2 && growths.every((growth) => growth > 1),
      note: `at sigma_b^2 = ${points('gelu')[0]?.biases}; iterating the map leads away from them, to 0 or beyond any bound. With larger biases they attract`,
    },
    {
      ...observed,
      statement: 'softplus has no proper initialization of this kind: critical points with sigma_b^2 >= 0',
      relation: '=',
      sharp: 0,
      measured: soft,
      holds: soft === 0,
      note: 'q from 1e-8 to 1e6: at every fixed point of the variance gradients vanish',
    },
  ];
}

function ofNetworks({ scales, gradients, he, activation, propagation }: InitResult): Claim[] {
  const off = Math.max(...scales.map(({ measured, scale }) => Math.abs(measured / scale - 1)));
  const worst = Math.max(...gradients.map(({ mean, predicted, error }) => Math.abs(mean - predicted) / (0.1 * predicted + 4 * error)));
  const wide = he.filter(({ steps, width }) => (5 * steps) / width < 1);
  return [
    ...(scales.length === 0
      ? []
      : [
          {
            statement: `the depth scale of random ${activation} networks is the theory's: largest relative difference`,
            kind: 'trend',
            checked: 'observed',
            relation: '<=',
            sharp: 0.1,
            measured: off,
            holds: off <= 0.1,
            note: `correlations of two inputs, ${scales.length} sigma_w, ${propagation.nets} networks of width ${propagation.width} each; scales from ${Math.min(...scales.map(({ scale }) => scale)).toFixed(1)} to ${Math.max(...scales.map(({ scale }) => scale)).toFixed(1)} layers`,
          } satisfies Claim,
        ]),
    {
      statement: "mean ratio of squared gradients in finite networks: largest distance from the theory's, in units of a tenth plus 4 standard errors",
      kind: 'trend',
      checked: 'observed',
      relation: '<=',
      sharp: 1,
      measured: worst,
      holds: worst <= 1,
      note: gradients
        .map(
          ({ activation: name, weights, width, steps, mean, predicted }) =>
            `${name} ${weights}: ${mean.toPrecision(3)} for ${predicted.toPrecision(3)} (${steps} layers of ${width})`,
        )
        .join('; '),
    },
    ...wide.map(
      (row): Claim => ({
        statement: `ReLU after He, ${row.steps} layers of ${row.width}: mean of |delta^1|^2 / |delta^L|^2 over networks`,
        kind: 'trend',
        checked: 'observed',
        relation: '=',
        sharp: 1,
        measured: row.mean,
        holds: Math.abs(row.mean - 1) <= 4 * row.error,
        note: `1 exactly in expectation, at any width; ${row.nets} networks, standard error ${row.error.toPrecision(2)}, margin 4 of them`,
      }),
    ),
    ...he.map(
      (row): Claim => ({
        statement: `the median is another matter: ReLU after He, ${row.steps} layers of ${row.width}, exp(-5 L / 2n)`,
        kind: 'trend',
        checked: 'observed',
        relation: '=',
        sharp: typical(row),
        measured: row.median,
        holds: row.median <= typical(row) * slack(row) && row.median >= typical(row) / slack(row),
        note: `${row.nets} networks, within a factor ${slack(row).toPrecision(3)}; the relative variance of the ratio is (1 + 5/n)^L - 1`,
      }),
    ),
  ];
}

/** exp(-5 L / 2n) without the host's exp: (1 - 5 L / 2n / 2^20)^(2^20), to 1e-5. */
function typical({ steps, width }: { readonly steps: number; readonly width: number }): number {
  return power(1 - (5 * steps) / (2 * width) / 2 ** 20, 2 ** 20);
}

/** Four standard errors of a median whose logarithm has variance 5 L / n, and a tenth for what is not normal. */
function slack({ steps, width, nets }: { readonly steps: number; readonly width: number; readonly nets: number }): number {
  return 1.1 + 4 * 1.2533 * Math.sqrt((5 * steps) / width / nets);
}

function ofTraining({ cells, regimes, training }: InitResult): Claim[] {
  const best = Math.max(...cells.map(({ test }) => test));
  const scaled = cells.flatMap((cell) => {
    const scale = regimes.find(({ sigmaW }) => sigmaW === cell.sigmaW)?.scale ?? Number.NaN;
    return Number.isNaN(scale) ? [] : [{ ...cell, scales: cell.depth / scale }];
  });
  const [deep, shallow] = [scaled.filter(({ scales }) => scales > reach), scaled.filter(({ scales }) => scales <= 2)];
  const [most, least] = [Math.max(...deep.map(({ test }) => test)), Math.min(...shallow.map(({ test }) => test))];
  const note = `digits, width ${training.width}, ${training.steps} updates, best test accuracy ${best.toPrecision(3)}; one network a place, so a bar of about half of the best, with room`;
  const shared = { kind: 'trend', checked: 'observed' } as const;
  return [
    ...(deep.length === 0
      ? []
      : [
          {
            ...shared,
            statement: `networks deeper than ${reach} depth scales do not train: largest test accuracy of ${deep.length}`,
            relation: '<=',
            sharp: 0.45 * best,
            measured: most,
            holds: most <= 0.45 * best,
            note,
          } satisfies Claim,
        ]),
    ...(shallow.length === 0
      ? []
      : [
          {
            ...shared,
            statement: `networks of at most 2 depth scales train: least test accuracy of ${shallow.length}`,
            relation: '>=',
            sharp: 0.5 * best,
            measured: least,
            holds: least >= 0.5 * best,
            note,
          } satisfies Claim,
        ]),
  ];
}
