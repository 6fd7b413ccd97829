/**
 * atan(x), the same bits in every runtime (the host's own differs between engines): tan(t / 2) = tan t / (1 + sqrt(1 + tan^2 t)) three times,
 * then the series about 0. Relative error below 1e-15; atan of an infinity is pi/2.
 */
export function arctangent(x: number): number {
  const size = Math.abs(x);
  if (size > 1) return Math.sign(x) * (Math.PI / 2 - arctangent(1 / size));
  let t = size;
  for (let halving = 0; halving < 3; halving++) t /= 1 + Math.sqrt(1 + t * t);
  const square = t * t;
  let sum = 0;
  for (let degree = 21; degree > 0; degree -= 2) sum = 1 / degree - square * sum; // |t| <= tan(pi/32): the next term is below 1e-24
  return Math.sign(x) * 8 * t * sum;
}
