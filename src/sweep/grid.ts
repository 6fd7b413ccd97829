import { ArgumentError } from '../engine/errors.js';
import { complete, type RunConfiguration } from './configuration.js';

/**
 * The parameters that a sweep may list, in the order of the grid: the last varies fastest, so that the seeds of one setting stand
 * side by side, and one network's depths follow each other.
 */
export const axes = ['data', 'precision', 'optimizer', 'learningRate', 'batch', 'width', 'activation', 'init', 'depth', 'seed'] as const;
export type Axis = (typeof axes)[number];

/** The values of every axis, and what all runs share. */
export type GridSpecification = { readonly [A in Axis]: readonly RunConfiguration[A][] } & { readonly shared: Omit<RunConfiguration, Axis> };

/** The most runs of one sweep. */
export const runLimit = 1_000_000;

/** All combinations of the listed values. Nothing is expanded: the run of an index is worked out when it is asked for. */
export class Grid {
  readonly size: number;

  constructor(readonly specification: GridSpecification) {
    const counts = axes.map((axis) => specification[axis].length);
    for (const [i, axis] of axes.entries()) if (counts[i] === 0) throw new ArgumentError(axis, 'at least one value', specification[axis]);
    const size = counts.reduce((product, count) => product * BigInt(count), 1n);
    if (size > BigInt(runLimit)) {
      const long = axes.filter((_, i) => counts[i]! > 1).map((axis) => `${specification[axis].length} of ${axis}`);
      throw new ArgumentError('grid', `at most ${runLimit} runs (${long.join(' x ')})`, Number(size));
    }
    this.size = Number(size);
  }

  /** The configuration of one run. */
  at(index: number): RunConfiguration {
    if (!Number.isInteger(index) || index < 0 || index >= this.size) throw new ArgumentError('index', `a whole number below ${this.size}`, index);
    let rest = index;
    const chosen = axes.toReversed().map((axis) => {
      const values: readonly unknown[] = this.specification[axis];
      const value = values[rest % values.length];
      rest = Math.floor(rest / values.length);
      return [axis, value] as const;
    });
    const configuration = { ...(Object.fromEntries(chosen.toReversed()) as Pick<RunConfiguration, Axis>), ...this.specification.shared };
    return complete(configuration, configuration.activation);
  }
}
