import type { Command } from 'commander';
import { dataSetNames, dataSets } from '../data/index.js';
import { oneOf } from '../engine/check.js';
import { builds } from '../engine/load.js';
import { precisions } from '../engine/memory.js';
import { activationNames, checkAlpha } from '../network/activation.js';
import { deepest, widest } from '../network/specification.js';
import { mostSteps, optimizerNames } from '../network/trainer.js';
import { complete } from '../sweep/configuration.js';
import type { GridSpecification } from '../sweep/grid.js';
import { canonicalInitializer, initializerWords } from '../sweep/initializers.js';
import { type List, parseDecimal, parseDecimals, parseInteger, parseIntegers, parseSeed, parseSeeds, parseWords } from '../sweep/numbers.js';
import type { TrainingRequest } from '../sweep/single.js';
import { UsageError } from './failure.js';

/** Flags as commander hands them over: the raw texts. */
export type RawOptions = Readonly<Record<string, string | boolean | undefined>>;

/** Flags of how a network is made and trained, the same for a sweep (where most take lists) and a single training. */
export function addTrainingOptions(command: Command, lists: boolean): Command {
  const many = lists ? '; lists by commas' : '';
  return command
    .option('--data <name>', `data: ${dataSetNames.join(', ')}${many} (default: digits)`)
    .option('--activation <name>', `activation: ${activationNames.join(', ')}${many} (default: relu)`)
    .option('--init <name>', `initial weights: ${initializerWords.join(', ')}${many} (default: he)`)
    .option('--seed <n>', `seed of weights and batches, up to 2^64-1${lists ? '; ranges a:b and a:b:step, lists by commas' : ''} (default: 0)`)
    .option('--steps <n>', 'training steps (default: 500)')
    .option('--batch <n>', `examples a step, or full${many} (default: 32)`)
    .option('--optimizer <name>', `update rule: ${optimizerNames.join(', ')}${many} (default: sgd)`)
    .option('--lr <x>', `learning rate${lists ? '; ranges a:b:step, lists by commas' : ''} (default: 0.05)`)
    .option('--momentum <x>', 'of momentum and nesterov (default: 0.9)')
    .option('--weight-decay <x>', 'weight decay (default: 0)')
    .option('--clip-norm <x>', 'longest gradient (default: no limit)')
    .option('--alpha <x>', 'slope of leaky-relu, scale of elu and celu (default: the activation’s own)')
    .option('--precision <p>', `f32 or f64${many} (default: f32)`)
    .option('--build <name>', 'engine: simd (the same bits everywhere) or relaxed (fused multiply-add, where there is one) (default: simd)')
    .option('--samples <n>', 'training points of a generated set, and as many test points (default: 512)')
    .option('--noise <x>', 'noise of a generated set (default: its own)')
    .option('--data-seed <n>', 'seed of the noise of a generated set (default: 0)');
}

/** Refuses a flag that is given twice, whichever of the two was meant. Commander would silently take the last. */
export function refuseRepeats(command: Command): void {
  const seen = new Map<string, string>();
  for (const option of command.options) {
    const name = option.attributeName();
    const flag = option.long ?? option.short ?? name;
    command.on(`option:${option.name()}`, (value: unknown) => {
      const text = typeof value === 'string' ? `${flag} ${JSON.stringify(value)}` : flag;
      const before = seen.get(name);
      if (before !== undefined) throw new UsageError(`${flag} is given twice: ${before} and ${text}`);
      seen.set(name, text);
    });
  }
}

/** The grid that the flags of a sweep describe, with notes on what was left out of it. */
export function readGrid(raw: RawOptions): { specification: GridSpecification; notes: readonly string[] } {
  const notes: string[] = [];
  const take = <T>(list: List<T>): readonly T[] => {
    notes.push(...list.notes);
    return list.values;
  };
  const text = (flag: string, standard: string): string => optionText(raw, flag) ?? standard;
  const words = <T extends string>(flag: string, standard: string, names: readonly T[]) =>
    take(parseWords(`--${flag}`, text(flag, standard), (word) => oneOf(`--${flag}`, word, names))) as readonly T[];
  const data = words('data', 'digits', dataSetNames);
  const activation = words('activation', 'relu', activationNames);
  const shared = readShared(raw, data);
  const precision = words('precision', 'f32', precisions);
  for (const name of activation) for (const kind of precision) checkAlpha('--alpha', name, shared.alpha, kind);
  const specification: GridSpecification = {
    data,
    precision,
    optimizer: words('optimizer', 'sgd', optimizerNames),
    learningRate: take(parseDecimals('--lr', text('lr', '0.05'), 0, 1e6)),
    batch: take(parseWords('--batch', text('batch', '32'), (word) => String(readBatch(word)))).map(readBatch),
    width: take(parseIntegers('--width', text('width', '32'), 1, widest)),
    activation,
    init: take(parseWords('--init', text('init', 'he'), (word) => canonicalInitializer('--init', word))),
    depth: take(parseIntegers('--depth', text('depth', '1:10'), 0, deepest)),
    seed: take(parseSeeds('--seed', text('seed', '0'))),
    shared,
  };
  return { specification, notes };
}

/** The one training that the flags describe: every list has one value, but for widths and activations. */
export function readTraining(raw: RawOptions): Omit<TrainingRequest, 'format'> {
  const { specification: grid } = readGrid(raw);
  const one = <T>(flag: string, values: readonly T[]): T => {
    if (values.length !== 1)
      throw new UsageError(`--${flag}: a training takes one value, got ${JSON.stringify(optionText(raw, flag))}; \`fathom sweep\` takes lists`);
    return values[0]!;
  };
  const hidden = readWidths(optionText(raw, 'widths') ?? '32,32');
  const activations = (optionText(raw, 'activation') ?? 'relu').split(',').map((name) => oneOf('--activation', name, activationNames));
  if (activations.length !== 1 && activations.length !== hidden.length) {
    throw new UsageError(`--activation: expected one name, or ${hidden.length} (one a hidden layer), got ${activations.length}`);
  }
  const request = {
    data: one('data', grid.data),
    precision: one('precision', grid.precision),
    optimizer: one('optimizer', grid.optimizer),
    learningRate: one('lr', grid.learningRate),
    batch: one('batch', grid.batch),
    init: one('init', grid.init),
    seed: one('seed', grid.seed),
    ...grid.shared,
    hidden,
    activations,
  };
  const completed = complete(request, activations[0]!);
  return activations.length === 1 ? completed : { ...completed, alpha: request.alpha };
}

/** Widths are a list in which a value may stand twice. */
function readWidths(text: string): readonly number[] {
  if (text === 'none') return [];
  const widths = text.split(',').map((width) => parseInteger('--widths', width, 1, widest));
  if (widths.length > deepest) throw new UsageError(`--widths: at most ${deepest} hidden layers, got ${widths.length}`);
  return widths;
}

/** What all runs have in common. */
function readShared(raw: RawOptions, data: GridSpecification['data']): GridSpecification['shared'] {
  const decimal = (flag: string, minimum: number, maximum: number) => optional(raw, flag, (text) => parseDecimal(`--${flag}`, text, minimum, maximum));
  const fixed = data.filter((name) => dataSets[name].defaults === undefined);
  for (const flag of ['samples', 'noise', 'data-seed']) {
    if (optionText(raw, flag) !== undefined && fixed.length === data.length)
      throw new UsageError(`--${flag}: ${fixed.join(', ')} is a fixed set of examples, which has none`);
  }
  return {
    samples: optional(raw, 'samples', (text) => parseInteger('--samples', text, 2, 10_000_000)),
    noise: decimal('noise', 0, 1e6),
    dataSeed: optional(raw, 'data-seed', (text) => parseSeed('--data-seed', text)) ?? 0,
    steps: optional(raw, 'steps', (text) => parseInteger('--steps', text, 0, mostSteps)) ?? 500,
    momentum: decimal('momentum', 0, 1 - Number.EPSILON),
    weightDecay: decimal('weight-decay', 0, 1e6),
    clipNorm: decimal('clip-norm', Number.MIN_VALUE, 1e300),
    alpha: decimal('alpha', 0, 1e6),
  };
}

const readBatch = (word: string): number | 'full' => (word === 'full' ? word : parseInteger('--batch', word, 1, 2 ** 24));

/** The engine's build; `debug` is for the project's own tests. */
export const readBuild = (raw: RawOptions) => oneOf('--build', optionText(raw, 'build') ?? 'simd', builds);

/** The raw text of a flag that takes one. */
export function optionText(raw: RawOptions, flag: string): string | undefined {
  const value = raw[flag.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase())];
  return typeof value === 'string' ? value : undefined;
}

function optional<T>(raw: RawOptions, flag: string, read: (text: string) => T): T | undefined {
  const text = optionText(raw, flag);
  return text === undefined ? undefined : read(text);
}
