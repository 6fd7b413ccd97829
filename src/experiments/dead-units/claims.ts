import type { Claim } from '../claim.js';
import type { DeadUnitsResult, Moment, Patient, Share, StartRow, SurvivalRow } from './measure.js';

/** Standard deviations that a count may be off: by chance about 1 in 16,000 is farther. */
const deviations = 4;
/** Share of right answers of a network that has learnt; guessing gives 0.1. */
const learnt = 0.5;

export function deadUnitsClaims(result: DeadUnitsResult): Claim[] {
  const { survivals, kinks, start, courses, startNetworks, width } = result;
  const chain = survivals[0] as SurvivalRow;
  const worst = (shares: readonly Share[]) => Math.max(...shares.map(({ error }) => error));
  const chance = (statement: string, shares: readonly Share[], note: string): Claim => ({
    statement: `${statement}: largest deviation, in standard deviations`,
    kind: 'trend',
    checked: 'observed',
    relation: '<=',
    sharp: deviations,
    measured: worst(shares),
    holds: worst(shares) <= deviations,
    note,
  });
  const first = start[0] as StartRow;
  const last = start.at(-1) as StartRow;
  const leaky = courses.filter(({ activation }) => activation === 'leaky-relu').flatMap(({ moments }) => moments);
  const deadLeaky = leaky.flatMap(({ layers }) => layers).reduce((total, { dead }) => total + dead, 0);
  return [
    {
      statement: `One unit a layer, ${chain.depth} layers, random weights: how often the gradient is not 0`,
      kind: 'trend',
      checked: 'observed',
      relation: '=',
      lecture: 'solves the vanishing gradient problem',
      sharp: chain.survival.expected,
      measured: chain.survival.measured,
      holds: chain.survival.error <= deviations,
      note: `(1 - 2^-1)^${chain.depth}, ${chain.survival.draws} networks; |dy/dw| <= |x| is a bound from above, which 0 satisfies; wide layers with He's weights keep their gradients`,
    },
    chance(
      'Random ReLU network of width n and depth L, without biases: one signal survives with probability (1 - 2^-n)^L',
      survivals.map(({ survival }) => survival),
      survivals.map((it) => `n = ${it.width}, L = ${it.depth}: ${it.survival.measured.toPrecision(3)} for ${it.survival.expected.toPrecision(3)}`).join('; '),
    ),
    chance(
      'A unit of a layer that the signal reached is active with probability 1/2',
      survivals.map(({ active }) => active),
      `${survivals.reduce((total, { active }) => total + active.draws, 0)} units`,
    ),
    chance(
      "Half of the units are active on digits in every layer, He's weights, untrained",
      start.map(({ active }) => active),
      `${startNetworks} networks of width ${width}, ${start.length} layers; deviations of ${first.active.draws} independent units, all digits counting as one draw`,
    ),
    chance(
      'A unit w x + b of the first layer bends inside [0, 1] with probability atan(sw / sb) / pi, and is 0 on all of it in half of the other cases',
      kinks.flatMap(({ inside, dead }) => [inside, dead]),
      kinks.map(({ sigmaW, inside }) => `sw / sb = ${sigmaW}: ${inside.measured.toPrecision(3)} for ${inside.expected.toPrecision(3)}`).join('; '),
    ),
    {
      statement: 'A unit "dies when its input is negative": units of the first layer that are dead for all digits, for one that is inactive on one',
      kind: 'trend',
      checked: 'observed',
      relation: '<=',
      lecture: 1,
      sharp: 0.1,
      measured: first.dead / (1 - first.active.measured),
      holds: first.dead / (1 - first.active.measured) <= 0.1,
      note: `inactive for one input is not dead for all; untrained, He's weights: ${percent(first.dead)} of the first layer are dead, ${percent(last.dead)} of layer ${start.length}: depth makes a layer treat all inputs alike`,
    },
    ...(leaky.length === 0
      ? []
      : [
          {
            statement: 'Dead units of leaky ReLU, over all trainings',
            kind: 'bound' as const,
            checked: 'observed' as const,
            relation: '<=' as const,
            sharp: 0,
            measured: deadLeaky,
            holds: deadLeaky === 0,
            note: `${leaky.length} looks at networks; its slope is never below alpha`,
          },
        ]),
    ...patientClaims(result),
  ];
}

function patientClaims({ patients, killRate, killSteps }: DeadUnitsResult): Claim[] {
  const of = (activation: Patient['activation']) => patients.filter((it) => it.activation === activation);
  const last = ({ moments }: Patient) => moments.at(-1) as Moment;
  const dead = of('relu').filter((it) => !it.diverged && isDead(last(it)));
  const alive = of('leaky-relu').filter((it) => !it.diverged);
  const how = `${killSteps} updates of SGD with a learning rate of ${killRate}, then Adam with 0.002`;
  const accuracies = alive.map((it) => last(it).accuracy);
  const least = accuracies.length === 0 ? 0 : Math.min(...accuracies);
  const asMany = Math.ceil(of('relu').length / 2);
  return [
    {
      statement: 'Trained too fast, ReLU networks die: a layer dead for all digits, outputs that do not depend on the image, a gradient of exactly 0',
      kind: 'trend',
      checked: 'observed',
      relation: '>=',
      sharp: asMany,
      measured: dead.length,
      holds: dead.length >= asMany,
      note: `of ${of('relu').length} seeds, and still dead after ${how}: ${dead.map((it) => `seed ${it.seed} answers right ${percent(last(it).accuracy)}`).join(', ')}`,
    },
    {
      statement: 'Leaky ReLU, from the same seeds and treated alike, is alive and learns: least share of right answers at the end',
      kind: 'trend',
      checked: 'observed',
      relation: '>=',
      sharp: learnt,
      measured: least,
      holds: alive.length === of('leaky-relu').length && least >= learnt && alive.every((it) => last(it).gradient > 0),
      note: `${alive.length} seeds; ${how}`,
    },
  ];
}

/** No gradient comes through, and nothing of the image. */
export function isDead({ layers, gradient, range }: Moment): boolean {
  return layers.some(({ dead, units }) => dead === units) && gradient === 0 && range === 0;
}

const percent = (share: number) => `${(100 * share).toPrecision(2)} %`;
