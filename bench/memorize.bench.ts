import type { RawEngine } from '../tests/support/engines.js';
import { defineSuite, type Row } from './support/suite.js';

const features = 20;
const directions = 64;

/** From points in memory to the network of 2 N + n weights, and to its residual: what the experiment does for one N. */
const buildRow = (engine: RawEngine, points: number): Row => {
  const block = (bytes: number) => engine.allocate(bytes) >>> 0;
  const [x, y, drawn] = [block(8 * points * features), block(8 * points), block(8 * directions * features)];
  const [order, b, w, facts, out, work] = [
    block(4 * points),
    block(8 * points),
    block(8 * points),
    block(64),
    block(8 * points),
    block(engine.memorizeBytes(points)),
  ];
  engine.fillNormal_f64(points * features, 0, 0, 0, x);
  engine.fillNormal_f64(points, 0, 0, 1, y);
  engine.fillNormal_f64(directions * features, 0, 0, 2, drawn);
  const build = (): number => {
    let [best, most] = [drawn, 0];
    for (let index = 0; index < directions; index++) {
      const direction = drawn + 8 * features * index;
      const gap = engine.projectedGap(points, features, x, direction, order, work);
      if (gap > most) [best, most] = [direction, gap];
    }
    if (engine.memorize(points, features, x, y, best, 1, 0, order, b, w, facts, work) === 0) throw new Error('two points coincide');
    return engine.memorizedValues(points, b, w, points, features, x, y, best, 0, out, work);
  };
  return {
    name: `memorize ${points} points`,
    precision: 'f64',
    work: 1,
    unit: 'run',
    run: () => void build(),
    verify: () => {
      const residual = build();
      if (!(residual <= 1e-9)) throw new Error(`a residual of ${residual}`);
    },
  };
};

export default defineSuite({
  name: 'memorize',
  theory: true,
  about: `N points of R^${features}: the best of ${directions} directions, the 2 N + n weights, and the residual at every point in double-double.`,
  rows: (engine) => [1000, 10_000, 100_000].map((points) => buildRow(engine, points)),
});
