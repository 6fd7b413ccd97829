import type { Frame } from './frame.js';

/** One row of the loss curve. */
export interface Moment {
  readonly step: number;
  /** Mean over the batches since the row before; NaN where there were none. */
  readonly batchLoss: number;
  readonly trainLoss: number;
  readonly testLoss: number;
  readonly trainAccuracy: number;
  readonly testAccuracy: number;
}

/** Beyond so many rows every two become one, so that hours of training take no more memory than a minute. */
const mostRows = 2000;

/** The losses of a training from its start, one row a frame. */
export class History {
  #rows: Moment[] = [];

  get rows(): readonly Moment[] {
    return this.#rows;
  }

  /** The next frame; one of an earlier or the same step is no news, but for the first. */
  add({ step, losses, trainLoss, testLoss, trainAccuracy, testAccuracy }: Frame): void {
    if (step <= (this.#rows.at(-1)?.step ?? -1)) return;
    const batchLoss = losses.reduce((sum, loss) => sum + loss, 0) / losses.length;
    this.#rows.push({ step, batchLoss, trainLoss, testLoss, trainAccuracy, testAccuracy });
    if (this.#rows.length > mostRows) this.#rows = thinned(this.#rows);
  }

  /** A table for a spreadsheet, every number in full. */
  csv(): string {
    const names = ['step', 'batchLoss', 'trainLoss', 'testLoss', 'trainAccuracy', 'testAccuracy'] as const;
    const lines = this.#rows.map((row) => names.map((name) => (Number.isNaN(row[name]) ? '' : String(row[name]))).join(','));
    return `${[names.join(','), ...lines].join('\n')}\n`;
  }
}

/** The start, and of each two rows the later, with the mean of both batch losses weighted by their steps. */
function thinned(rows: readonly Moment[]): Moment[] {
  const [start, ...rest] = rows as [Moment, ...Moment[]];
  const kept = [start];
  for (let i = 0; i < rest.length; i += 2) {
    const [first, second] = [rest[i]!, rest[i + 1]];
    if (second === undefined) kept.push(first);
    else {
      const before = kept.at(-1)!.step;
      const batchLoss = (first.batchLoss * (first.step - before) + second.batchLoss * (second.step - first.step)) / (second.step - before);
      kept.push({ ...second, batchLoss });
    }
  }
  return kept;
}
