import { type ActivationName, activationNames, activations } from '../src/index.js';
import { enumMember } from '../src/network/activation.js';
import type { Precision, RawEngine } from '../tests/support/engines.js';
import { type Resident, resident, type Values } from './support/operand.js';
import { plainActivations } from './support/plain-activations.js';
import { defineSuite, type Row } from './support/suite.js';

const length = 16_384;
/** The plain formulas are for speed: erf's is 1.5e-7 off, and differences near a root count against the values' own size. */
const tolerance = 1e-5;

const rowsOf = (engine: RawEngine, precision: Precision, name: ActivationName): Row[] => {
  const { value, slope } = plainActivations[name];
  const facts = activations[name];
  const id = enumMember(engine.ActivationId, name);
  const alpha = 'alpha' in facts ? facts.alpha.default : 0;
  const [activate, multiplyBySlope] =
    precision === 'f32' ? [engine.activate_f32, engine.multiplyBySlope_f32] : [engine.activate_f64, engine.multiplyBySlope_f64];
  const [z, a, d] = [1, 2, 3].map((seed) => resident(engine, precision, length, seed)) as [Resident, Resident, Resident];
  z.values.forEach((x, index, values) => {
    values[index] = 5 * x; // pre-activations of a sound network: |z| < 5
  });
  const check = (got: Values, expected: (z: number) => number): void => {
    const inputs = z.values;
    const bad = got.findIndex((y, index) => !(Math.abs(y - expected(inputs[index] as number)) <= tolerance));
    if (bad >= 0) throw new Error(`${name}: ${got[bad]} at ${inputs[bad]}, expected ${expected(inputs[bad] as number)}`);
  };
  const forward = (): void => activate(id, length, alpha, z.pointer, a.pointer);
  return [
    {
      name: `${name} forward`,
      precision,
      work: length,
      unit: 'element',
      run: forward,
      plain: () => {
        const [inputs, outputs] = [z.values, a.values];
        for (let i = 0; i < length; i++) outputs[i] = value(inputs[i] as number);
      },
      verify: () => {
        forward();
        check(a.values, value);
      },
    },
    {
      name: `${name} backward`,
      precision,
      work: length,
      unit: 'element',
      run: () => multiplyBySlope(id, length, alpha, z.pointer, a.pointer, d.pointer),
      plain: () => {
        const [inputs, gradients] = [z.values, d.values];
        for (let i = 0; i < length; i++) gradients[i] = (gradients[i] as number) * slope(inputs[i] as number);
      },
      verify: () => {
        forward();
        d.values.fill(1);
        multiplyBySlope(id, length, alpha, z.pointer, a.pointer, d.pointer);
        check(d.values, slope);
        d.values.fill(0); // stays 0 however often it is multiplied: no run is slower for subnormals
      },
    },
  ];
};

export default defineSuite({
  name: 'activations',
  about: `${length} numbers in [-5, 5), in cache; forward: a = f(z), backward: d = d f'(z).`,
  rows: (engine) => (['f32', 'f64'] as const).flatMap((precision) => activationNames.flatMap((name) => rowsOf(engine, precision, name))),
});
