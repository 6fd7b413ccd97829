import type { Engine } from '../engine/engine.js';
import { type ActivationName, activate, activationNames, activations, slope } from '../network/activation.js';
import { activationBounds, resolved, slopeBound } from '../theory/activation-bounds.js';
import { surveyActivation, surveyReach } from '../theory/activation-facts.js';
import type { Claim } from './claim.js';
import { curveOf, derivativePlots } from './derivatives/plots.js';
import type { DerivativesResult, Measured } from './derivatives/result.js';
import { breathe, defineExperiment, type ResultTable } from './experiment.js';

/** What a measured supremum may be off by, relative: the kernels are within 6.1 units in the last place (docs/accuracy.md). */
const accuracy = 4e-15;
/** What the place of a smooth maximum may be off by: f' is flat there, to the last digit over about 1e-8. */
const placeAccuracy = 1e-6;
export const derivatives = defineExperiment({
  name: 'derivatives',
  title: 'Activations and their slopes',
  section: 'Derivative of the sigmoid; derivative of the ReLU',
  question: 'How steep is each activation at most, where does it saturate, what is its slope at a kink, and which of them are prone to vanishing gradients?',
  parameters: {
    activations: { kind: 'choices', default: [...activationNames], choices: activationNames, help: 'Which ones.' },
    tolerance: { kind: 'number', default: 0.001, minimum: 1e-6, maximum: 0.1, help: 'A unit is called saturated where its |slope| is below this.' },
    reach: { kind: 'number', default: 5, minimum: 1, maximum: surveyReach, help: 'The curves are drawn on [-reach, reach].' },
    alpha: { kind: 'number', default: 0.01, minimum: 0.001, maximum: 1, help: 'Slope of the leaky ReLU left of 0.' },
  },
  quick: {},

  async run(engine, { activations: names, tolerance, reach, alpha }, context): Promise<DerivativesResult> {
    const rows: Measured[] = [];
    for (const name of [...new Set(names)]) {
      rows.push(measure(engine, name, name === 'leaky-relu' ? alpha : defaultAlpha(name), tolerance, reach));
      await breathe(context, rows.length, names.length);
    }
    return { tolerance, rows };
  },

  claims({ tolerance, rows }): readonly Claim[] {
    const points = rows[0]!.facts.points;
    const grid = `${points} points of [-${surveyReach}, ${surveyReach}], 2^-10 apart`;
    const find = (name: ActivationName) => rows.find((row) => row.name === name);
    const [sigmoid, relu, leaky] = [find('sigmoid'), find('relu'), find('leaky-relu')];
    const finite = rows.filter(({ name, alpha }) => Number.isFinite(slopeBound(name, alpha)));
    const apart = finite.map((row) => Math.abs(steepness(row) / slopeBound(row.name, row.alpha) - 1));
    const kinks = rows.flatMap(({ name, alpha, kinks: found }) =>
      found.map((kink, index) => ({ name, kink, known: activationBounds[name].kinks![index]!, alpha })),
    );
    const places = finite.flatMap(({ name, facts }) => {
      const { steepest } = activationBounds[name];
      return steepest === undefined ? [] : [Math.abs(facts.slopes.greatest.at - steepest)];
    });
    const wrongKinks = kinks.filter(
      ({ kink, known, alpha }) =>
        kink.left !== resolved(known.left, alpha) || kink.right !== resolved(known.right, alpha) || kink.taken !== resolved(known.taken, alpha),
    );
    const bounded = rows.filter(isBounded);
    const monotone = bounded.filter(({ name }) => name !== 'sin');
    const shares = monotone.map(({ name, facts }) => ((facts.length - 2 ** -10) * tolerance) / range(name));
    const flat = (row: Measured) => row.ends.slopes.every((end) => end === 0);
    const ranks = bounded.filter(flat).map(({ name }) => name);
    const claims: (Claim | undefined)[] = [
      sigmoid && {
        statement: "0 <= s'(z) <= 1/4: the greatest slope of the sigmoid",
        kind: 'bound',
        checked: 'observed',
        relation: '<=',
        lecture: 0.25,
        sharp: 0.25,
        measured: sigmoid.facts.slopes.greatest.value,
        holds: sigmoid.facts.slopes.greatest.value === 0.25 && sigmoid.facts.slopes.greatest.at === 0 && sigmoid.facts.steepest === 1,
        note: `${grid}; 1/4 at one of them, z = ${sigmoid.facts.slopes.greatest.at}: s (1 - s) = 1/4 only where s = 1/2`,
      },
      sigmoid && {
        statement: "0 < s'(z): the least slope of the sigmoid",
        kind: 'bound',
        checked: 'observed',
        relation: '>=',
        lecture: 0,
        sharp: 0,
        measured: sigmoid.facts.slopes.least.value,
        holds: sigmoid.facts.slopes.least.value > 0,
        note: `${grid}; never 0 over the reals, and as s(z) s(-z) it is computed so, where s (1 - s) would be 0 from z = 37`,
      },
      relu && {
        statement: "points where ReLU' is neither 0 nor 1",
        kind: 'bound',
        checked: 'observed',
        relation: '=',
        lecture: 0,
        sharp: 0,
        measured: relu.facts.others,
        holds: relu.facts.others === 0 && relu.kinks[0]!.taken === 0,
        note: `${grid}; at 0 the slope is ${relu.kinks[0]!.taken}, by convention: ${relu.kinks[0]!.left} from the left, ${relu.kinks[0]!.right} from the right`,
      },
      leaky && {
        statement: "points where LeakyReLU' is neither alpha nor 1",
        kind: 'bound',
        checked: 'observed',
        relation: '=',
        sharp: 0,
        measured: leaky.facts.others,
        holds: leaky.facts.others === 0,
        note: `${grid}; alpha = ${leaky.alpha}; max(alpha x, x) is this function for alpha <= 1 only`,
      },
      finite.length > 0
        ? {
            statement: 'sup |slope| (the Lipschitz constant) against its closed form, largest relative difference',
            kind: 'bound',
            checked: 'observed',
            relation: '<=',
            sharp: accuracy,
            measured: Math.max(...apart),
            holds: Math.max(...apart) <= accuracy && places.every((distance) => distance <= placeAccuracy),
            note: `where it is taken at one point, found there to ${placeAccuracy}; ${finite.map((row) => `${row.name} ${Number(slopeBound(row.name, row.alpha).toPrecision(5))}`).join(', ')}`,
          }
        : undefined,
      kinks.length > 0
        ? {
            statement: 'kinks whose slope from the left, from the right, or at the kink is not what is documented',
            kind: 'bound',
            checked: 'observed',
            relation: '=',
            sharp: 0,
            measured: wrongKinks.length,
            holds: wrongKinks.length === 0,
            note: kinks
              .map(({ name, kink }) => `${name} at ${kink.at}: ${[kink.left, kink.taken, kink.right].map((it) => Number(it.toPrecision(4))).join(' | ')}`)
              .join('; '),
          }
        : undefined,
      shares.length > 0
        ? {
            statement: `bounded monotone f: the length of {f' >= ${tolerance}} is at most (sup f - inf f) / ${tolerance}; largest share of that`,
            kind: 'theorem',
            checked: 'observed',
            relation: '<=',
            sharp: 1,
            measured: Math.max(...shares),
            holds: Math.max(...shares) <= 1,
            note: `"bounded activations are prone to vanishing" made precise: f' integrates to the range, so it is below any eps outside a set of finite length (on [-${surveyReach}, ${surveyReach}]: ${monotone
              .map(({ name, facts }) => `${name} ${Number((facts.length - 2 ** -10).toPrecision(4))}`)
              .join(', ')})`,
          }
        : undefined,
      ranks.length > 0
        ? {
            statement: 'activations whose slope goes to 0 at both ends but that are not bounded',
            kind: 'bound',
            checked: 'observed',
            relation: '=',
            sharp: 0,
            measured: rows.filter((row) => flat(row) && !isBounded(row)).length,
            holds: rows.every((row) => !flat(row) || isBounded(row)),
            note: `slopes at -infinity and infinity; both 0: ${ranks.join(', ')}; sin is bounded and does not saturate; the unbounded keep a slope on one side at least. A layer must shrink gradients only if |w| sup |f'| < 1: sup |f'| is ${bounded.map((row) => `${Number(steepness(row).toPrecision(3))} for ${row.name}`).join(', ')}, so boundedness alone does not make them vanish`,
          }
        : undefined,
    ];
    return claims.filter((claim) => claim !== undefined);
  },

  tables({ tolerance, rows }): readonly ResultTable[] {
    const end = (value: number) => (Number.isNaN(value) ? 'none' : value);
    const edge = (place: number) => (!Number.isFinite(place) ? 'never' : Math.abs(place) === Number.MIN_VALUE ? 0 : place);
    return [
      {
        title: 'Values and slopes',
        columns: ['activation', 'inf f', 'sup f', "inf f'", "sup f'", 'Lipschitz constant', 'measured', 'steepest at', 'because'],
        rows: rows.map((row) => {
          const { name, alpha, facts } = row;
          const { values, slopes, formula } = activationBounds[name];
          const [lowest, highest] = values.map((it) => resolved(it, alpha)) as [number, number];
          const [least, greatest] = slopes.map((it) => resolved(it, alpha)) as [number, number];
          const bound = slopeBound(name, alpha);
          const at = facts.steepest === 1 && bound < Number.POSITIVE_INFINITY ? facts.slopes.greatest.at : 'a stretch or an end';
          return [name, lowest, highest, least, greatest, bound, steepness(row), name === 'sin' ? 'multiples of pi' : at, formula];
        }),
      },
      {
        title: `Saturation: where |slope| falls below ${tolerance} for good, and slopes at the ends`,
        columns: ['activation', 'left of', 'right of', 'slope at -inf', 'slope at inf'],
        rows: rows.map(({ name, facts, ends }) => [name, edge(facts.felt.first), edge(facts.felt.last), end(ends.slopes[0]), end(ends.slopes[1])]),
      },
      {
        title: 'Kinks: slope from the left, taken at the kink, from the right',
        columns: ['activation', 'at', 'left', 'taken', 'right'],
        rows: rows.flatMap(({ name, kinks }) => kinks.map(({ at, left, taken, right }) => [name, at, left, taken, right])),
      },
    ];
  },

  plots: derivativePlots,
});

function measure(engine: Engine, name: ActivationName, alpha: number, tolerance: number, reach: number): Measured {
  const options = 'alpha' in activations[name] ? { alpha } : {};
  const at = (points: readonly number[]) => {
    const z = Float64Array.from(points);
    return { values: [...activate(engine, name, z, options)], slopes: [...slope(engine, name, z, options)] };
  };
  const ends = at([Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY]);
  return {
    name,
    alpha,
    facts: surveyActivation(engine, name, alpha, tolerance, name === 'leaky-relu' ? alpha : 0),
    ends: { values: ends.values as [number, number], slopes: ends.slopes as [number, number] },
    kinks: (activationBounds[name].kinks ?? []).map(({ at: place }) => {
      const [left, taken, right] = at([place - besides(place), place, place + besides(place)]).slopes as [number, number, number];
      return { at: place, left, taken, right };
    }),
    curve: curveOf(reach, at),
  };
}

/** Distance to a number next to this one. */
const besides = (place: number): number => (place === 0 ? Number.MIN_VALUE : Math.abs(place) * 2 ** -52);

function defaultAlpha(name: ActivationName): number {
  const facts = activations[name];
  return 'alpha' in facts ? facts.alpha.default : 0;
}

/** The greatest |slope| found. */
const steepness = ({ facts: { slopes } }: Measured): number => Math.max(slopes.greatest.value, -slopes.least.value);

function isBounded({ name, alpha }: Measured): boolean {
  return activationBounds[name].values.every((end) => Number.isFinite(resolved(end, alpha)));
}

/** sup f - inf f */
function range(name: ActivationName): number {
  const [least, greatest] = activationBounds[name].values;
  return resolved(greatest, 0) - resolved(least, 0);
}
