import { type ActivationName, activationNames } from '../../src/network/activation.js';
import { optimizerNames } from '../../src/network/trainer.js';
import { type BenchSettings, dataKinds } from './settings.js';

/** What the bench begins with; the URL holds only what differs. */
export const defaults: BenchSettings = {
  data: 'moons',
  samples: 200,
  noise: 0.1,
  formula: 'sin(3*x)',
  widths: [8, 8, 8],
  activations: ['relu', 'relu', 'relu'],
  init: 'he-normal',
  optimizer: 'adam',
  learningRate: 0.01,
  batch: 16,
  weightDecay: 0,
  initSeed: 1,
  dataSeed: 1,
  batchSeed: 1,
};

export const mostLayers = 50;
export const mostUnits = 256;

type Values = Readonly<Record<string, string>>;
export type SettingName = keyof BenchSettings;

/** A text of the URL or of a field that is none of the values allowed. */
export interface Problem {
  readonly name: string;
  readonly given: string;
  readonly expected: string;
}

export interface Reading {
  /** The defaults where the text was refused. */
  readonly settings: BenchSettings;
  /** How far to train at once: `step` of a link to a moment of the training. */
  readonly step: number;
  readonly problems: readonly Problem[];
}

/** Settings as texts: those that are not the defaults. */
export function toRoute(settings: BenchSettings): Record<string, string> {
  const texts = textsOf(settings);
  const standard = textsOf(defaults);
  return Object.fromEntries(Object.entries(texts).filter(([name, text]) => text !== standard[name as SettingName]));
}

/** Every setting as its text. */
export function textsOf({ widths, activations, ...rest }: BenchSettings): Record<SettingName, string> {
  const plain = Object.fromEntries(Object.entries(rest).map(([name, value]) => [name, String(value)])) as Record<
    Exclude<SettingName, 'widths' | 'activations'>,
    string
  >;
  const isUniform = activations.every((name) => name === activations[0]);
  return { ...plain, widths: runs(widths) || 'none', activations: isUniform ? (activations[0] ?? 'relu') : runs(activations) };
}

/** Settings from texts; each text that is refused is told by name, and the others hold. */
export function fromRoute(values: Values): Reading {
  const problems: Problem[] = [];
  const read = <T>(name: string, standard: T, expected: string, parse: (text: string) => T | undefined): T => {
    const text = values[name];
    if (text === undefined) return standard;
    const value = parse(text.trim());
    if (value === undefined) problems.push({ name, given: text, expected });
    return value ?? standard;
  };
  const number = (name: 'noise' | 'learningRate' | 'weightDecay', low: number, high: number) =>
    read(name, defaults[name], `a number from ${low} to ${high}`, (text) => within(decimal(text), low, high));
  const integer = (name: string, standard: number, low: number, high: number) =>
    read(name, standard, `an integer from ${low} to ${high}`, (text) => within(whole(text), low, high));
  const choice = <T extends string>(name: SettingName, standard: T, choices: readonly T[]) =>
    read(name, standard, `one of ${choices.join(', ')}`, (text) => choices.find((known) => known === text));
  const text = (name: 'formula' | 'init') =>
    read(name, defaults[name], 'a text of 1 to 500 characters', (given) => (given === '' || given.length > 500 ? undefined : given));

  const widths = read('widths', defaults.widths, `at most ${mostLayers} widths from 1 to ${mostUnits}, as 16x6 or 16,8,4, or none`, readWidths);
  const settings: BenchSettings = {
    data: choice('data', defaults.data, dataKinds),
    samples: integer('samples', defaults.samples, 2, 5000),
    noise: number('noise', 0, 10),
    formula: text('formula'),
    widths,
    activations: read(
      'activations',
      widths.map(() => 'relu' as ActivationName),
      `one activation, or one for each of the ${widths.length} layers, as relux3,tanh; known are ${activationNames.join(', ')}`,
      (given) => readActivations(given, widths.length),
    ),
    init: text('init'),
    optimizer: choice('optimizer', defaults.optimizer, optimizerNames),
    learningRate: number('learningRate', 1e-9, 1000),
    batch: integer('batch', defaults.batch, 1, 5000),
    weightDecay: number('weightDecay', 0, 100),
    initSeed: integer('initSeed', defaults.initSeed, 0, Number.MAX_SAFE_INTEGER),
    dataSeed: integer('dataSeed', defaults.dataSeed, 0, Number.MAX_SAFE_INTEGER),
    batchSeed: integer('batchSeed', defaults.batchSeed, 0, Number.MAX_SAFE_INTEGER),
  };
  const step = integer('step', 0, 0, 1e7);
  for (const [name, given] of Object.entries(values))
    if (name !== 'step' && !Object.hasOwn(defaults, name)) problems.push({ name, given, expected: 'no such setting: take it out of the address' });
  return { settings, step, problems };
}

/** The texts after a change of some settings: refused texts of the others stay as they were written. A moment of the training is left. */
export function amend(values: Values, patch: Partial<BenchSettings>): Record<string, string> {
  const { settings, problems } = fromRoute(values);
  const kept = problems.filter(({ name }) => name !== 'step' && !Object.hasOwn(patch, name)).map(({ name, given }) => [name, given] as const);
  return { ...toRoute({ ...settings, ...patch }), ...Object.fromEntries(kept) };
}

/** The texts after one of them was written anew, right or wrong. */
export function amendText(values: Values, name: SettingName, text: string): Record<string, string> {
  const next = { ...values, [name]: text };
  const { problems } = fromRoute(next);
  return problems.some((problem) => problem.name === name) ? { ...amend(values, {}), [name]: text } : amend(next, {});
}

/** As many layers as said: the first ones as they are, and more of the last. */
export function withDepth(
  { widths, activations }: Pick<BenchSettings, 'widths' | 'activations'>,
  depth: number,
): Pick<BenchSettings, 'widths' | 'activations'> {
  return {
    widths: Array.from({ length: depth }, (_, layer) => widths[layer] ?? widths.at(-1) ?? defaults.widths[0]!),
    activations: Array.from({ length: depth }, (_, layer) => activations[layer] ?? activations.at(-1) ?? 'relu'),
  };
}

/** `16,16,8` as `16x2,8`. */
function runs(list: readonly (number | string)[]): string {
  const lengths: [value: number | string, times: number][] = [];
  for (const value of list) {
    const last = lengths.at(-1);
    if (last?.[0] === value) last[1]++;
    else lengths.push([value, 1]);
  }
  return lengths.map(([value, times]) => (times === 1 ? String(value) : `${value}x${times}`)).join(',');
}

function unrun(text: string): string[] | undefined {
  const list: string[] = [];
  for (const word of text.split(',')) {
    const [, value, times = '1'] = /^\s*([a-z-]+|\d+)\s*(?:x\s*([1-9]\d?))?\s*$/.exec(word) ?? [];
    if (value === undefined) return undefined;
    for (let i = 0; i < Number(times); i++) list.push(value);
  }
  return list.length > mostLayers ? undefined : list;
}

function readWidths(text: string): number[] | undefined {
  if (text === 'none') return [];
  const widths = unrun(text)?.map((word) => within(whole(word), 1, mostUnits));
  return widths?.every((width) => width !== undefined) ? widths : undefined;
}

function readActivations(text: string, layers: number): ActivationName[] | undefined {
  const only = activationNames.find((name) => name === text);
  if (only !== undefined) return Array.from({ length: layers }, () => only);
  const names = unrun(text)?.map((word) => activationNames.find((name) => name === word));
  return names?.length === layers && names.every((name) => name !== undefined) ? names : undefined;
}

const decimal = (text: string): number => (/^-?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text) ? Number(text) : Number.NaN);
const whole = (text: string): number => (/^\d+$/.test(text) ? Number(text) : Number.NaN);
const within = (value: number, low: number, high: number): number | undefined => (value >= low && value <= high ? value : undefined);
