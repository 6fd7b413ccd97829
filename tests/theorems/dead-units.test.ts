import { expect, it } from 'vitest';
import { isDead } from '../../src/experiments/dead-units/claims.js';
import type { DeadUnitsResult, Moment } from '../../src/experiments/dead-units/measure.js';
import { deadUnits } from '../../src/experiments/dead-units.js';
import { loadEngine } from '../../src/index.js';

const engine = await loadEngine({ theory: true });
const outcome = await deadUnits.run(engine, deadUnits.quick);
const result = outcome.result as DeadUnitsResult;
const last = ({ moments }: { readonly moments: readonly Moment[] }) => moments.at(-1) as Moment;

it('every claim holds on a quick look', () => {
  for (const { statement, holds, measured } of outcome.claims) expect(holds, `${statement}: ${measured}`).toBe(true);
});

it('the network that died was alive at the start, and once dead it never changes its decisions', () => {
  const [relu, leaky] = result.patients;
  if (relu === undefined || leaky === undefined) throw new Error('one patient of each kind');
  expect(isDead(relu.moments[0] as Moment)).toBe(false);
  const dead = relu.moments.findIndex(isDead);
  expect(dead).toBeGreaterThan(0);
  for (const moment of relu.moments.slice(dead)) {
    expect(isDead(moment)).toBe(true);
    expect(moment.accuracy).toBeLessThan(0.12); // the output's bias alone still learns: at best the commonest digit
  }
  expect(leaky.seed).toBe(relu.seed);
  for (const moment of leaky.moments) expect([moment.layers.every((layer) => layer.dead === 0), moment.gradient > 0]).toEqual([true, true]);
  expect(last(leaky).accuracy).toBeGreaterThan(last(relu).accuracy + 0.3);
});

it('with a gentle learning rate ReLU networks do not die', async () => {
  const { result: gentle, claims } = await deadUnits.run(engine, { ...deadUnits.quick, killRate: 0.02 });
  for (const patient of (gentle as DeadUnitsResult).patients) expect(isDead(last(patient))).toBe(false);
  expect(claims.find(({ statement }) => statement.startsWith('Trained too fast'))?.holds).toBe(false);
});

it('a training that diverges is a result with the looks before it', async () => {
  const { result: wild } = await deadUnits.run(engine, { ...deadUnits.quick, activations: ['elu'], rates: [50], depths: [3] });
  const [course] = (wild as DeadUnitsResult).courses;
  expect(course?.diverged).toBe(true);
  expect(course?.moments.length).toBeGreaterThan(0);
});
