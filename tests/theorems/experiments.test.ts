import { describe, expect, it } from 'vitest';
import { experiments } from '../../src/experiments/index.js';
import { ArgumentError, loadEngine } from '../../src/index.js';

const engine = await loadEngine({ theory: true });

describe.each(experiments.map((experiment) => [experiment.name, experiment] as const))('%s', (_name, experiment) => {
  // The defaults are for `.ci/run`, which runs the whole lecture: its exit code says whether every claim held.
  it('holds every claim of its quick look, and says what it measured', { timeout: 60_000 }, async () => {
    let told = 0;
    const outcome = await experiment.run(engine, experiment.quick, { progress: () => told++ });
    expect(outcome.claims.length).toBeGreaterThan(0);
    for (const claim of outcome.claims)
      expect(claim.holds, `${claim.statement}: measured ${claim.measured}, lecture ${claim.lecture}, sharp ${claim.sharp}`).toBe(true);
    expect(outcome.plots.length).toBeGreaterThan(0);
    expect(outcome.tables.length).toBeGreaterThan(0);
    for (const { columns, rows } of outcome.tables) for (const row of rows) expect(row.length).toBe(columns.length);
    expect(told).toBeGreaterThan(0);
    expect(JSON.parse(JSON.stringify(outcome, (_, value) => (typeof value === 'bigint' ? String(value) : value))).experiment).toBe(experiment.name);
  });

  it('refuses an unknown parameter, and each parameter out of its range, by name', async () => {
    await expect(experiment.run(engine, { nosuch: 1 })).rejects.toThrow(ArgumentError);
    for (const [name, parameter] of Object.entries(experiment.parameters)) {
      const bad = 'maximum' in parameter ? parameter.maximum + 1 : 'nosuch';
      const value = Array.isArray(parameter.default) ? [bad] : bad;
      await expect(experiment.run(engine, { [name]: value })).rejects.toThrow(new RegExp(`^${name}`));
    }
  });

  it('stops when it is told to', async () => {
    const controller = new AbortController();
    const running = experiment.run(engine, {}, { progress: () => controller.abort(), signal: controller.signal });
    await expect(running).rejects.toThrow(/abort/i);
  });
});
