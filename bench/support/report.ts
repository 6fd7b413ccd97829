import { cpus } from 'node:os';
import Table from 'cli-table3';
import type { Build } from '../../tests/support/engines.js';
import type { Measurement, Result } from './measure.js';

const duration = (seconds: number): string =>
  seconds < 1e-6 ? `${(seconds * 1e9).toFixed(0)} ns` : seconds < 1e-3 ? `${(seconds * 1e6).toFixed(2)} µs` : `${(seconds * 1e3).toFixed(2)} ms`;

const rate = ({ row, timing }: Result): string => {
  if (row.unit === 'flop') return `${(row.work / timing.median / 1e9).toFixed(1)} GFLOP/s`;
  if (row.unit === 'element') return `${((timing.median / row.work) * 1e9).toFixed(3)} ns/element`;
  return `${((timing.median / row.work) * 1e6).toFixed(2)} µs/run`;
};

export const table = ({ results, peak }: Measurement): string => {
  const rows = new Table({
    head: ['', 'precision', 'median', '± MAD', 'rate', 'of peak', 'over plain TS'],
    style: { head: [], border: [] },
    colAligns: ['left', 'left', 'right', 'right', 'right', 'right', 'right'],
  });
  for (const result of results) {
    const { row, timing, ofPeak, overPlain } = result;
    rows.push([
      row.name,
      row.precision,
      duration(timing.median),
      `${((100 * timing.mad) / timing.median).toFixed(1)} %`,
      rate(result),
      ofPeak === undefined ? '' : `${(100 * ofPeak).toFixed(0)} %`,
      overPlain === undefined ? '' : `${overPlain.toFixed(1)} x`,
    ]);
  }
  return `${rows.toString()}\nmultiply-add peak of this run: f32 ${(peak.f32 / 1e9).toFixed(1)}, f64 ${(peak.f64 / 1e9).toFixed(1)} GFLOP/s`;
};

/** The figures with what one needs to read them later. */
export const json = (suite: string, build: Build, { results, peak }: Measurement): string =>
  JSON.stringify(
    {
      suite,
      build,
      date: new Date().toISOString(),
      node: process.version,
      cpu: cpus()[0]?.model ?? 'unknown',
      peakFlopPerSecond: peak,
      rows: results.map(({ row, timing, ofPeak, overPlain }) => ({
        name: row.name,
        precision: row.precision,
        unit: row.unit,
        work: row.work,
        medianSeconds: timing.median,
        madSeconds: timing.mad,
        ofPeak,
        overPlain,
      })),
    },
    undefined,
    2,
  );
