import type { Claim } from '../claim.js';
import { accuracyAt, type Curve, deepestThatLearns, nameOf, type TrainabilityResult } from './result.js';

/** A network that has learned is right on so many of the digits; a guess is right on one in ten. */
export const learned = 0.5;

export function claimsOf({ curves, depths, seeds, steps, width, chance }: TrainabilityResult): readonly Claim[] {
  const limited = curves.filter(({ limit }) => limit < width);
  const critical = curves.filter(({ limit }) => limit >= width);
  const reach = (curve: Curve) => deepestThatLearns(curve, depths, learned);
  const trained = `${seeds} ${seeds === 1 ? 'seed' : 'seeds'}, ${steps} updates, width ${width}; depths ${depths.join(', ')}`;
  const worst = largest(limited, (curve) => reach(curve) / curve.limit);
  const best = largest(critical, reach);
  const second = largest(limited, reach);
  const deepest = depths.at(-1) as number;
  const lost = limited.filter((curve) => curve.limit < deepest / 2);
  const stuck = largest(lost, (curve) => accuracyAt(curve, deepest).middle);
  return [
    ...(worst === undefined
      ? []
      : [
          {
            statement: `No network learns (${100 * learned} % right) deeper than six depth scales of its start: the deepest that does, over that limit`,
            kind: 'trend' as const,
            checked: 'observed' as const,
            relation: '<=' as const,
            sharp: 1,
            measured: worst.value,
            holds: worst.value <= 1,
            note: `closest: ${nameOf(worst.curve)}, limit ${worst.curve.limit.toPrecision(3)}; six depth scales by Schoenholz et al. 2017; ${trained}`,
          },
        ]),
    ...(best === undefined || second === undefined
      ? []
      : [
          {
            statement: 'The right initial weights let a network learn deeper: greatest depth of those without such a limit, over that of the others',
            kind: 'trend' as const,
            checked: 'observed' as const,
            relation: '>=' as const,
            sharp: 2,
            measured: best.value / Math.max(1, second.value),
            holds: best.value >= 2 * Math.max(1, second.value),
            note: `${nameOf(best.curve)} to depth ${best.value}, ${nameOf(second.curve)} to ${second.value}; ${trained}`,
          },
        ]),
    ...(stuck === undefined
      ? []
      : [
          {
            statement: `Twice beyond the limit nothing is learned: the best accuracy at depth ${deepest}, where a guess has ${chance}`,
            kind: 'trend' as const,
            checked: 'observed' as const,
            relation: '<=' as const,
            sharp: 2 * chance,
            measured: stuck.value,
            holds: stuck.value <= 2 * chance,
            note: `${lost.length} of ${curves.length} kinds of network; best ${nameOf(stuck.curve)}; ${trained}`,
          },
        ]),
  ];
}

function largest(curves: readonly Curve[], measure: (curve: Curve) => number): { readonly curve: Curve; readonly value: number } | undefined {
  const ranked = curves.map((curve) => ({ curve, value: measure(curve) })).sort((a, b) => b.value - a.value);
  return ranked[0];
}
