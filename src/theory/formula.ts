import { ArgumentError } from '../engine/errors.js';

/** Functions with a name of their own. */
export const namedFormulas: Readonly<Record<string, string>> = {
  sin: 'sin(x)',
  exp: 'exp(x)',
  gaussian: 'exp(-x^2/2)',
  square: 'x^2',
  runge: '1/(1+x^2)',
};

/** Operations of assembly/approximation/series.ts, by their names there. */
type Operation =
  | 'constant'
  | 'variable'
  | 'duplicate'
  | 'add'
  | 'subtract'
  | 'multiply'
  | 'divide'
  | 'negate'
  | 'power'
  | 'exp'
  | 'log'
  | 'sqrt'
  | 'sin'
  | 'cos'
  | 'tan'
  | 'tanh'
  | 'atan'
  | 'abs';

export type Instruction = readonly [operation: Operation, operand?: number];

const half: readonly Instruction[] = [['constant', 0.5], ['multiply']];
const inverse: readonly Instruction[] = [['exp'], ['duplicate'], ['power', -1]];

/** What each function does to the number on top of the stack. */
const functions: Readonly<Record<string, readonly Instruction[]>> = {
  sin: [['sin']],
  cos: [['cos']],
  tan: [['tan']],
  exp: [['exp']],
  log: [['log']],
  ln: [['log']],
  sqrt: [['sqrt']],
  sinh: [...inverse, ['subtract'], ...half],
  cosh: [...inverse, ['add'], ...half],
  tanh: [['tanh']],
  atan: [['atan']],
  abs: [['abs']],
  relu: [['duplicate'], ['abs'], ['add'], ...half],
  sigmoid: [...half, ['tanh'], ['constant', 1], ['add'], ...half],
};

const constants: Readonly<Record<string, number>> = { pi: Math.PI, e: Math.E };

const longest = 500;
const mostKinks = 32;
const largestPower = 1000;

/** The formula that a text stands for: a name's own, or the text itself, which is checked. */
export function formulaOf(argument: string, text: unknown): string {
  const formula = typeof text === 'string' && Object.hasOwn(namedFormulas, text.trim()) ? (namedFormulas[text.trim()] as string) : text;
  compileFormula(argument, formula);
  return formula as string;
}

/**
 * A formula in x as a postfix program. Binding, tightest first: functions and parentheses; ^ (from the right, an exponent may be signed); signs; * and /; + and -. So -x^2 is -(x^2).
 * @throws {ArgumentError} that names the place of what is wrong, counted from 1
 */
export function compileFormula(argument: string, text: unknown): Instruction[] {
  if (typeof text !== 'string' || text.trim() === '' || text.length > longest)
    throw new ArgumentError(
      argument,
      `a formula in x of at most ${longest} characters, as "exp(-x)*sin(3*x)", or one of ${Object.keys(namedFormulas).join(', ')}`,
      text,
    );
  const tokens = [...text.matchAll(/\s*(?:((?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)|([A-Za-z]\w*)|(\*\*|\S))/g)].map((match) => ({
    number: match[1],
    name: match[2],
    symbol: match[3] === '**' ? '^' : match[3],
    at: match.index + match[0].length - match[0].trimStart().length + 1,
  }));
  const program: Instruction[] = [];
  let next = 0;
  const fail = (expected: string, position = tokens[next]?.at ?? text.length + 1): never => {
    throw new ArgumentError(argument, `${expected} at character ${position}`, text);
  };
  const accept = (...symbols: string[]): string | undefined => {
    const symbol = tokens[next]?.symbol;
    if (symbol === undefined || !symbols.includes(symbol)) return undefined;
    next++;
    return symbol;
  };
  const close = () => accept(')') ?? fail('")"');

  const sum = (): void => {
    term();
    for (let sign = accept('+', '-'); sign; sign = accept('+', '-')) {
      term();
      program.push([sign === '+' ? 'add' : 'subtract']);
    }
  };
  const term = (): void => {
    signed();
    for (let sign = accept('*', '/'); sign; sign = accept('*', '/')) {
      signed();
      program.push([sign === '*' ? 'multiply' : 'divide']);
    }
  };
  const signed = (): void => {
    const sign = accept('+', '-');
    if (sign) signed();
    else raised();
    if (sign === '-') program.push(['negate']);
  };
  const raised = (): void => {
    const start = program.length;
    primary();
    if (!accept('^')) return;
    const middle = program.length;
    const position = tokens[next]?.at;
    signed();
    const exponent = constantValue(program.slice(middle));
    if (exponent !== undefined && Number.isInteger(exponent)) {
      if (Math.abs(exponent) > largestPower) fail(`a power of at most ${largestPower}`, position);
      program.splice(middle, Number.POSITIVE_INFINITY, ['power', exponent]);
      return;
    }
    // a^b = e^(b log a), and e^b itself; the base must be positive
    const base = program.splice(start, middle - start);
    const isE = base.length === 1 && base[0]?.[1] === Math.E;
    program.push(...(isE ? [] : [...base, ['log'] as const, ['multiply'] as const]), ['exp']);
  };
  const primary = (): void => {
    const token = tokens[next];
    if (token?.number !== undefined) {
      next++;
      const value = Number(token.number);
      if (!(value <= 1e100)) fail('a number up to 1e100', token.at);
      program.push(['constant', value]);
    } else if (token?.name === 'x') {
      next++;
      program.push(['variable']);
    } else if (token?.name !== undefined && Object.hasOwn(constants, token.name)) {
      next++;
      program.push(['constant', constants[token.name] as number]);
    } else if (token?.name !== undefined && Object.hasOwn(functions, token.name)) {
      next++;
      if (!accept('(')) fail(`"(" after ${token.name}`);
      sum();
      close();
      program.push(...(functions[token.name] as readonly Instruction[]));
    } else if (token?.name !== undefined) fail(`x, ${[...Object.keys(constants), ...Object.keys(functions)].join(', ')}`);
    else if (accept('(')) {
      sum();
      close();
    } else fail('a number, x, a function or "("');
  };

  sum();
  if (next < tokens.length) fail(tokens[next]?.symbol === ')' ? 'no ")"' : 'an operator (3 x is written 3*x)');
  if (program.filter(([operation]) => operation === 'abs').length > mostKinks) throw new ArgumentError(argument, `at most ${mostKinks} of abs and relu`, text);
  return program;
}

/** Numbers that the program has on its stack at most. */
export function stackDepth(program: readonly Instruction[]): number {
  let [depth, most] = [0, 0];
  for (const [operation] of program) {
    if (operation === 'constant' || operation === 'variable' || operation === 'duplicate') depth++;
    else if (operation === 'add' || operation === 'subtract' || operation === 'multiply' || operation === 'divide') depth--;
    most = Math.max(most, depth);
  }
  return most;
}

/** The value of an exponent without x; undefined for all but arithmetic on numbers. */
function constantValue(program: readonly Instruction[]): number | undefined {
  const stack: number[] = [];
  for (const [operation, operand] of program) {
    const right = operation === 'constant' ? 0 : (stack.pop() ?? Number.NaN);
    if (operation === 'constant') stack.push(operand as number);
    else if (operation === 'negate') stack.push(-right);
    else if (operation === 'power') stack.push(right ** (operand as number));
    else {
      const left = stack.pop() ?? Number.NaN;
      if (operation === 'add') stack.push(left + right);
      else if (operation === 'subtract') stack.push(left - right);
      else if (operation === 'multiply') stack.push(left * right);
      else if (operation === 'divide') stack.push(left / right);
      else return undefined;
    }
  }
  return stack[0];
}
