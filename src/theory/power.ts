/**
 * base^exponent for a whole exponent, by multiplications alone: the host's power has other last bits in other engines, and a figure of the
 * page is to be the command's to the last digit.
 */
export function power(base: number, exponent: number): number {
  let result = 1;
  let square = base;
  for (let rest = Math.abs(exponent); rest > 0; rest = Math.floor(rest / 2)) {
    if (rest % 2 === 1) result *= square;
    square *= square;
  }
  return exponent < 0 ? 1 / result : result;
}
