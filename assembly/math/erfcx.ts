import { Call } from "./call";
import { Table } from "./table";

const K = 0;
const scalar32 = memory.data<f32>([3.0]);
const scalar64 = memory.data<f64>([3.5]);

const series32 = memory.data<f32>([
  0.25300807, -0.13562113, -0.047562737, 0.1296461, -0.119267404, 0.06829994, -0.023811003, 0.0025466473, 0.0020144049, -0.0007437574, -0.0002535305,
]);
const series64 = memory.data<f64>([
  0.24234924487115436, -0.1400091801376193, -0.010555596332214557, 0.0975190951532423, -0.11508959816038757, 0.08798315382544257, -0.04882332582351364,
  0.019099330933208838, -0.0042150199607324185, -0.0003022677979715431, 0.0005643848021681959, -0.00012151282962570201, -4.278401020644858e-5,
  2.426223876069525e-5, 2.3336736913340793e-6, -3.8170175638749345e-6, -5.4729233994662735e-8, 6.03409675926214e-7, 4.891796648364814e-9, -9.527002461144636e-8,
  -8.323207313578065e-9, 1.1066704559380951e-8, 2.6749152507599046e-9,
]);

/** The scaled complementary error function, of which erf and the normal distribution's tail are made. */
export class Erfcx {
  /**
   * e^(y^2) erfc(y) for y >= 0 up to 10.3 (f32) or 27.5 (f64), beyond which erfc itself has become 0: (1 + P(q)) / (1 + 2y), where
   * q = (y - K) / (y + K) (Shepherd and Laframboise 1981, and N. Juffa's erfcx). P by Sollya's fpminimax: K = 3, degree 10, absolute error
   * 2^-26.6 in f32; K = 3.5, degree 22, 2^-55.7 in f64. 27 operations in f32, 51 in f64, two of them divisions; a call in f64.
   */
  @inline static value<T extends number>(y: v128): v128 {
    return sizeof<T>() == 4 ? Erfcx.valueInline<T>(y) : Call.erfcx(y);
  }

  @inline static valueInline<T extends number>(y: v128): v128 {
    const k = Table.at<T>(sizeof<T>() == 4 ? scalar32 : scalar64, K);
    const one = Table.one<T>();
    const q = v128.div<T>(v128.sub<T>(y, k), v128.add<T>(y, k));
    return v128.div<T>(v128.add<T>(one, Erfcx.series<T>(q)), v128.add<T>(one, v128.add<T>(y, y)));
  }

  @inline static series<T extends number>(q: v128): v128 {
    return sizeof<T>() == 4 ? Table.horner10<T>(series32, q) : Table.split22<T>(series64, q);
  }
}
