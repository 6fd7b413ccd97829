/**
 * cos(2 pi u) and sin(2 pi u) of a number of turns u, |u| < 2^28, for scalars: about 1 ulp off in f64. The quarter is taken off exactly, so that only
 * |x| <= pi/4 is left for the polynomials (fdlibm's __kernel_cos and __kernel_sin, Sun Microsystems 1993).
 */
export function cosTurn(u: f64): f64 {
  const quarter = Math.round(4 * u);
  return quadrant(<i32>quarter + 1, (4 * u - quarter) * (Math.PI / 2));
}

export function sinTurn(u: f64): f64 {
  const quarter = Math.round(4 * u);
  return quadrant(<i32>quarter, (4 * u - quarter) * (Math.PI / 2));
}

/** sin(x + q pi / 2) for |x| <= pi / 4. */
function quadrant(q: i32, x: f64): f64 {
  const z = x * x;
  let value: f64;
  if (q & 1) {
    const tail =
      4.16666666666666019037e-2 +
      z *
        (-1.38888888888741095749e-3 +
          z * (2.48015872894767294178e-5 + z * (-2.75573143513906633035e-7 + z * (2.0875723212981748279e-9 + z * -1.13596475577881948265e-11))));
    value = 1 - (0.5 * z - z * z * tail);
  } else {
    const tail =
      -1.66666666666666324348e-1 +
      z *
        (8.33333333332248946124e-3 +
          z * (-1.98412698298579493134e-4 + z * (2.75573137070700676789e-6 + z * (-2.50507602534068634195e-8 + z * 1.58969099521155010221e-10))));
    value = x + x * z * tail;
  }
  return q & 2 ? -value : value;
}
