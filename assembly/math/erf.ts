import { Simd } from "../simd";
import { Exp } from "./exp";

/** The scaled complementary error function, of which erf and the normal distribution's tail are made. */
export class Erfcx {
  /**
   * e^(y^2) erfc(y) for y >= 0 up to 10.3 (f32) or 27.5 (f64), beyond which erfc itself has become 0: (1 + P(q)) / (1 + 2y), where
   * q = (y - K) / (y + K) (Shepherd and Laframboise 1981, as in N. Juffa's erfcx). P by Sollya's fpminimax: K = 3, degree 10, absolute error
   * 2^-26.6 in f32; K = 3.5, degree 22, 2^-55.7 in f64.
   */
  @inline static value<T extends number>(y: v128): v128 {
    const k = Simd.constant<T>(sizeof<T>() == 4 ? 3.0 : 3.5);
    const one = Simd.constant<T>(1);
    const q = v128.div<T>(v128.sub<T>(y, k), v128.add<T>(y, k));
    return v128.div<T>(v128.add<T>(one, Erfcx.series<T>(q)), v128.add<T>(one, v128.add<T>(y, y)));
  }

  @inline static series<T extends number>(q: v128): v128 {
    if (sizeof<T>() == 4) {
      let p = Simd.mulAdd<T>(Simd.constant<T>(-0.0002535305), q, Simd.constant<T>(-0.0007437574));
      p = Simd.mulAdd<T>(p, q, Simd.constant<T>(0.0020144049));
      p = Simd.mulAdd<T>(p, q, Simd.constant<T>(0.0025466473));
      p = Simd.mulAdd<T>(p, q, Simd.constant<T>(-0.023811003));
      p = Simd.mulAdd<T>(p, q, Simd.constant<T>(0.06829994));
      p = Simd.mulAdd<T>(p, q, Simd.constant<T>(-0.119267404));
      p = Simd.mulAdd<T>(p, q, Simd.constant<T>(0.1296461));
      p = Simd.mulAdd<T>(p, q, Simd.constant<T>(-0.047562737));
      p = Simd.mulAdd<T>(p, q, Simd.constant<T>(-0.13562113));
      return Simd.mulAdd<T>(p, q, Simd.constant<T>(0.25300807));
    }
    let p = Simd.mulAdd<T>(Simd.constant<T>(2.6749152507599046e-09), q, Simd.constant<T>(1.1066704559380951e-08));
    p = Simd.mulAdd<T>(p, q, Simd.constant<T>(-8.323207313578065e-09));
    p = Simd.mulAdd<T>(p, q, Simd.constant<T>(-9.527002461144636e-08));
    p = Simd.mulAdd<T>(p, q, Simd.constant<T>(4.891796648364814e-09));
    p = Simd.mulAdd<T>(p, q, Simd.constant<T>(6.03409675926214e-07));
    p = Simd.mulAdd<T>(p, q, Simd.constant<T>(-5.4729233994662735e-08));
    p = Simd.mulAdd<T>(p, q, Simd.constant<T>(-3.8170175638749345e-06));
    p = Simd.mulAdd<T>(p, q, Simd.constant<T>(2.3336736913340793e-06));
    p = Simd.mulAdd<T>(p, q, Simd.constant<T>(2.426223876069525e-05));
    p = Simd.mulAdd<T>(p, q, Simd.constant<T>(-4.278401020644858e-05));
    p = Simd.mulAdd<T>(p, q, Simd.constant<T>(-0.00012151282962570201));
    p = Simd.mulAdd<T>(p, q, Simd.constant<T>(0.0005643848021681959));
    p = Simd.mulAdd<T>(p, q, Simd.constant<T>(-0.0003022677979715431));
    p = Simd.mulAdd<T>(p, q, Simd.constant<T>(-0.0042150199607324185));
    p = Simd.mulAdd<T>(p, q, Simd.constant<T>(0.019099330933208838));
    p = Simd.mulAdd<T>(p, q, Simd.constant<T>(-0.04882332582351364));
    p = Simd.mulAdd<T>(p, q, Simd.constant<T>(0.08798315382544257));
    p = Simd.mulAdd<T>(p, q, Simd.constant<T>(-0.11508959816038757));
    p = Simd.mulAdd<T>(p, q, Simd.constant<T>(0.0975190951532423));
    p = Simd.mulAdd<T>(p, q, Simd.constant<T>(-0.010555596332214557));
    p = Simd.mulAdd<T>(p, q, Simd.constant<T>(-0.1400091801376193));
    return Simd.mulAdd<T>(p, q, Simd.constant<T>(0.24234924487115436));
  }
}

/** (erf(y) / y - 1) as a polynomial in z = y^2 on [0, 1] (Sollya, fpminimax): degree 6 and error 2^-29.5 in f32, degree 12 and 2^-56.2 in f64. */
export class Erf {
  /** erf x in every lane: y + y P(y^2) below 1, else 1 - e^(-y^2) erfcx(y), y = |x|; the sign is put back at the end (odd to the bit). */
  @inline static value<T extends number>(x: v128): v128 {
    const one = Simd.constant<T>(1);
    const sign = v128.and(x, Simd.constant<T>(-0.0));
    const y = v128.pmin<T>(v128.xor(x, sign), Simd.constant<T>(sizeof<T>() == 4 ? 4.5 : 6.5));
    const z = v128.mul<T>(y, y);
    const tail = v128.mul<T>(Exp.moderate<T>(v128.neg<T>(z)), Erfcx.value<T>(y));
    const near = Simd.mulAdd<T>(y, Erf.series<T>(z), y);
    return v128.or(v128.bitselect(near, v128.sub<T>(one, tail), v128.lt<T>(y, one)), sign);
  }

  @inline static series<T extends number>(z: v128): v128 {
    if (sizeof<T>() == 4) {
      let p = Simd.mulAdd<T>(Simd.constant<T>(7.9241305e-05), z, Simd.constant<T>(-0.0008031836));
      p = Simd.mulAdd<T>(p, z, Simd.constant<T>(0.0051908446));
      p = Simd.mulAdd<T>(p, z, Simd.constant<T>(-0.026855174));
      p = Simd.mulAdd<T>(p, z, Simd.constant<T>(0.11283619));
      p = Simd.mulAdd<T>(p, z, Simd.constant<T>(-0.3761263));
      return Simd.mulAdd<T>(p, z, Simd.constant<T>(0.12837917));
    }
    let p = Simd.mulAdd<T>(Simd.constant<T>(6.763673045041452e-11), z, Simd.constant<T>(-1.1877050408904304e-09));
    p = Simd.mulAdd<T>(p, z, Simd.constant<T>(1.4798478798208046e-08));
    p = Simd.mulAdd<T>(p, z, Simd.constant<T>(-1.6372388792945085e-07));
    p = Simd.mulAdd<T>(p, z, Simd.constant<T>(1.6463248766607857e-06));
    p = Simd.mulAdd<T>(p, z, Simd.constant<T>(-1.4925748260975493e-05));
    p = Simd.mulAdd<T>(p, z, Simd.constant<T>(0.00012055338164247336));
    p = Simd.mulAdd<T>(p, z, Simd.constant<T>(-0.0008548327199419399));
    p = Simd.mulAdd<T>(p, z, Simd.constant<T>(0.005223977629246368));
    p = Simd.mulAdd<T>(p, z, Simd.constant<T>(-0.02686617064563193));
    p = Simd.mulAdd<T>(p, z, Simd.constant<T>(0.11283791670958783));
    p = Simd.mulAdd<T>(p, z, Simd.constant<T>(-0.37612638903183876));
    return Simd.mulAdd<T>(p, z, Simd.constant<T>(0.1283791670955126));
  }
}
