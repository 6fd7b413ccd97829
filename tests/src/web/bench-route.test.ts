import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { activationNames } from '../../../src/network/activation.js';
import { optimizerNames } from '../../../src/network/trainer.js';
import { presets } from '../../../web/bench/presets.js';
import { amend, amendText, defaults, fromRoute, mostLayers, mostUnits, textsOf, toRoute, withDepth } from '../../../web/bench/route.js';
import { type BenchSettings, dataKinds } from '../../../web/bench/settings.js';

const seed = fc.maxSafeNat();
const settings: fc.Arbitrary<BenchSettings> = fc
  .array(fc.tuple(fc.integer({ min: 1, max: mostUnits }), fc.constantFrom(...activationNames)), { maxLength: mostLayers })
  .chain((layers) =>
    fc.record({
      data: fc.constantFrom(...dataKinds),
      samples: fc.integer({ min: 2, max: 5000 }),
      noise: fc.double({ min: 0, max: 10, noNaN: true }).map((value) => value + 0),
      formula: fc.string({ minLength: 1, maxLength: 60 }).filter((text) => text.trim() === text),
      widths: fc.constant(layers.map(([width]) => width)),
      activations: fc.constant(layers.map(([, name]) => name)),
      init: fc.constantFrom('he-normal', 'zeros', 'normal=0.1', 'mean-field=1.5/0.1'),
      optimizer: fc.constantFrom(...optimizerNames),
      learningRate: fc.double({ min: 1e-9, max: 1000, noNaN: true }),
      batch: fc.integer({ min: 1, max: 5000 }),
      weightDecay: fc.double({ min: 0, max: 100, noNaN: true }).map((value) => value + 0),
      initSeed: seed,
      dataSeed: seed,
      batchSeed: seed,
    }),
  );

describe('the bench in the URL', () => {
  it('every state comes back from its query, through the text of an address', () => {
    fc.assert(
      fc.property(settings, (state) => {
        const query = new URLSearchParams(toRoute(state)).toString();
        expect(fromRoute(Object.fromEntries(new URLSearchParams(query)))).toEqual({ settings: state, step: 0, problems: [] });
      }),
    );
  });

  it('the defaults take no room', () => {
    expect(toRoute(defaults)).toEqual({});
    expect(fromRoute({}).settings).toEqual(defaults);
  });

  it('any text at all is read without a throw, and every refused one is told by its name and as it was written', () => {
    const names = fc.oneof(
      fc.constantFrom('step', ...Object.keys(defaults)),
      fc.string().filter((name) => name !== '__proto__'),
    );
    fc.assert(
      fc.property(fc.dictionary(names, fc.string()), (values) => {
        const { settings: state, problems } = fromRoute(values);
        expect(fromRoute(toRoute(state)).problems).toEqual([]);
        for (const { name, given } of problems) expect(given).toBe(values[name]);
        for (const name of Object.keys(values))
          if (!Object.hasOwn(defaults, name) && name !== 'step') expect(problems.map((problem) => problem.name)).toContain(name);
      }),
    );
  });

  it.each([
    ['widths', '8,0'],
    ['widths', '257'],
    ['widths', '8x51'],
    ['widths', '8x0'],
    ['widths', '8,'],
    ['widths', ''],
    ['activations', 'rleu'],
    ['activations', 'relu,tanh'],
    ['samples', '1'],
    ['samples', '1e3'],
    ['noise', '-1'],
    ['noise', 'NaN'],
    ['learningRate', '0'],
    ['learningRate', 'Infinity'],
    ['batch', '2.5'],
    ['initSeed', '9007199254740993'],
    ['data', 'moon'],
    ['optimizer', ''],
    ['formula', ' '],
    ['step', '-1'],
  ])('%s = "%s" is refused by name, and a change elsewhere loses it not', (name, given) => {
    expect(fromRoute({ [name]: given }).problems).toMatchObject([{ name, given }]);
    if (name !== 'step') expect(amend({ [name]: given }, { weightDecay: 0.5 })).toEqual({ [name]: given, weightDecay: '0.5' });
  });

  it.each([
    ['16x6', [16, 16, 16, 16, 16, 16]],
    ['16,8,4', [16, 8, 4]],
    ['16x2, 8', [16, 16, 8]],
    ['none', []],
  ])('widths %s are %j', (widths, expected) => {
    const { settings: state, problems } = fromRoute({ widths });
    expect([state.widths, problems]).toEqual([expected, []]);
    expect(state.activations).toHaveLength(expected.length);
  });

  it('a text written into a field stands in the URL, right or wrong, and a right one that is the default goes', () => {
    expect(amendText({}, 'batch', 'x')).toEqual({ batch: 'x' });
    expect(amendText({ batch: 'x', step: '7' }, 'batch', '32')).toEqual({ batch: '32' });
    expect(amendText({ batch: 'x' }, 'batch', textsOf(defaults).batch)).toEqual({});
  });

  it('layers are added like the last and taken from the end', () => {
    const { widths, activations } = withDepth({ widths: [4, 2], activations: ['tanh', 'relu'] }, 4);
    expect([widths, activations]).toEqual([
      [4, 2, 2, 2],
      ['tanh', 'relu', 'relu', 'relu'],
    ]);
    expect(withDepth({ widths, activations }, 1)).toEqual({ widths: [4], activations: ['tanh'] });
  });

  it.each(presets)('the preset "$title" is a state that the URL can hold', ({ settings: given }) => {
    const state = { ...defaults, ...given };
    expect(fromRoute(toRoute(state))).toEqual({ settings: state, step: 0, problems: [] });
  });
});
