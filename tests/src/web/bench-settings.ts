import type { Views } from '../../../web/bench/frame.js';
import type { BenchSettings } from '../../../web/bench/settings.js';

/** A small bench, with what a test changes of it. */
export const small = (given: Partial<BenchSettings> = {}): BenchSettings => {
  const widths = given.widths ?? [5, 4];
  return {
    data: 'moons',
    samples: 60,
    noise: 0.1,
    formula: 'sin(3*x)/2',
    widths,
    activations: widths.map(() => 'relu' as const),
    init: 'he-normal',
    optimizer: 'adam',
    learningRate: 0.01,
    batch: 16,
    weightDecay: 0,
    initSeed: 1,
    dataSeed: 2,
    batchSeed: 3,
    ...given,
  };
};

export const noViews: Views = { boundary: false, heat: false, line: false, layers: false };
export const everyView: Views = { boundary: true, heat: true, line: true, layers: true };
