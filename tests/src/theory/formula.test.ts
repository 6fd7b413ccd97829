import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ArgumentError } from '../../../src/index.js';
import { compileFormula, formulaOf, namedFormulas, stackDepth } from '../../../src/theory/formula.js';

/** The program on a stack of numbers. */
function run(text: string, x: number): number {
  const stack: number[] = [];
  const pop = () => stack.pop() as number;
  for (const [operation, operand] of compileFormula('function', text)) {
    if (operation === 'constant') stack.push(operand as number);
    else if (operation === 'variable') stack.push(x);
    else if (operation === 'duplicate') stack.push(stack.at(-1) as number);
    else if (operation === 'negate') stack.push(-pop());
    else if (operation === 'power') stack.push(pop() ** (operand as number));
    else if (operation === 'add') stack.push(pop() + pop());
    else if (operation === 'multiply') stack.push(pop() * pop());
    else if (operation === 'subtract') stack.push(-pop() + pop());
    else if (operation === 'divide') stack.push((1 / pop()) * pop());
    else stack.push(Math[operation](pop()));
  }
  expect(stack.length).toBe(1);
  return stack[0] as number;
}

describe('a formula', () => {
  it.each<[string, number, number]>([
    ['2+3*4', 0, 14],
    ['2*x^2', 3, 18],
    ['-x^2', 3, -9],
    ['(-x)^2', 3, 9],
    ['2^3^2', 0, 512],
    ['2^-1', 0, 0.5],
    ['x**3', 2, 8],
    ['7-4-2', 0, 1],
    ['16/4/2', 0, 2],
    ['--x', 5, 5],
    ['x^(4/2)', -3, 9],
    ['x^0.5', 4, 2],
    ['e^x', 2, Math.exp(2)],
    ['2^x', 3, 8],
    ['sin(pi/2)', 0, 1],
    [' 1.5e1 + .5 ', 0, 15.5],
    ['sinh(x)', 1, Math.sinh(1)],
    ['cosh(x)', 1, Math.cosh(1)],
    ['sigmoid(x)', 1, 1 / (1 + Math.exp(-1))],
    ['relu(x)+relu(-x)', -3, 3],
    ['ln(e)-log(e)', 0, 0],
    ['exp(-x)*sin(3*x) + abs(x-1/2)', 0.25, Math.exp(-0.25) * Math.sin(0.75) + 0.25],
  ])('%s at %d is %d', (text, x, value) => {
    expect(run(text, x)).toBeCloseTo(value, 14);
  });

  it.each<[string, RegExp]>([
    ['x +', /^function: expected a number, x, a function or "\(" at character 4/],
    ['3x', /an operator \(3 x is written 3\*x\) at character 2/],
    ['sinn(x)', /expected x, pi, e, sin, .* at character 1/],
    ['1 + y', /at character 5/],
    ['sin x', /"\(" after sin at character 5/],
    ['(x+1', /"\)" at character 5/],
    ['x)', /no "\)" at character 2/],
    ['x*/2', /at character 3/],
    ['x^2000', /a power of at most 1000 at character 3/],
    ['1e200*x', /a number up to 1e100 at character 1/],
    ['x $ 2', /an operator .* at character 3/],
    ['constructor(x)', /at character 1/],
    ['', /a formula in x/],
    ['x'.padEnd(501), /at most 500 characters/],
    [Array(33).fill('abs(x)').join('+'), /at most 32 of abs and relu/],
  ])('%s is refused with the place of what is wrong', (text, message) => {
    expect(() => compileFormula('function', text)).toThrow(ArgumentError);
    expect(() => compileFormula('function', text)).toThrow(message);
  });

  it.each([5, null, undefined, ['x'], {}])('%s is not one', (value) => {
    expect(() => formulaOf('function', value)).toThrow(/^function: expected a formula in x/);
  });

  it('names stand for their formulas, anything else for itself', () => {
    for (const [name, formula] of Object.entries(namedFormulas)) expect(formulaOf('function', ` ${name}`)).toBe(formula);
    expect(formulaOf('function', 'x+1')).toBe('x+1');
    expect(() => formulaOf('function', 'tan')).toThrow(/"\(" after tan at character 4/);
  });

  it('any text is compiled or refused by a typed error, never anything else', () => {
    const characters = fc.constantFrom(...'x0123.e+-*/^() ', 'sin', 'abs', 'pi', 'exp(', '$', 'y');
    fc.assert(
      fc.property(fc.array(characters, { maxLength: 12 }), (parts) => {
        try {
          const program = compileFormula('function', parts.join(''));
          expect(stackDepth(program)).toBeGreaterThan(0);
        } catch (error) {
          expect(error).toBeInstanceOf(ArgumentError);
        }
      }),
      { numRuns: 2000, seed: 1 },
    );
  });
});
