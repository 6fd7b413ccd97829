import { Simd } from "../simd";

// 1, 2, 1/2, the sign bit
const common32 = memory.data<f32>([1.0, 2.0, 0.5, -0.0]);
const common64 = memory.data<f64>([1.0, 2.0, 0.5, -0.0]);

/**
 * Constants that live in memory. V8 rebuilds a v128.const at every use, in three instructions of which two share one port
 * (a kernel of 30 operations and 15 constants ran twice as long); a splatting load is one. Tables also keep the module small.
 */
export class Table {
  /** The i-th entry in every lane. */
  @inline static at<T extends number>(table: usize, i: i32): v128 {
    return sizeof<T>() == 4 ? v128.load32_splat(table + 4 * i) : v128.load64_splat(table + 8 * i);
  }

  @inline static one<T extends number>(): v128 {
    return Table.at<T>(sizeof<T>() == 4 ? common32 : common64, 0);
  }
  @inline static two<T extends number>(): v128 {
    return Table.at<T>(sizeof<T>() == 4 ? common32 : common64, 1);
  }
  @inline static half<T extends number>(): v128 {
    return Table.at<T>(sizeof<T>() == 4 ? common32 : common64, 2);
  }
  @inline static sign<T extends number>(): v128 {
    return Table.at<T>(sizeof<T>() == 4 ? common32 : common64, 3);
  }

  // Polynomials by Horner's rule, the coefficient of the lowest power first. Iterations of a loop are independent of each other,
  // so that the processor overlaps their chains and schemes with shorter ones (Estrin's) gain nothing here.
  @inline static degree1<T extends number>(c: usize, x: v128): v128 {
    return Simd.mulAdd<T>(Table.at<T>(c, 1), x, Table.at<T>(c, 0));
  }
  @inline static degree2<T extends number>(c: usize, x: v128): v128 {
    return Simd.mulAdd<T>(Table.degree1<T>(c + sizeof<T>(), x), x, Table.at<T>(c, 0));
  }
  @inline static degree3<T extends number>(c: usize, x: v128): v128 {
    return Simd.mulAdd<T>(Table.degree2<T>(c + sizeof<T>(), x), x, Table.at<T>(c, 0));
  }
  @inline static degree4<T extends number>(c: usize, x: v128): v128 {
    return Simd.mulAdd<T>(Table.degree3<T>(c + sizeof<T>(), x), x, Table.at<T>(c, 0));
  }
  @inline static degree5<T extends number>(c: usize, x: v128): v128 {
    return Simd.mulAdd<T>(Table.degree4<T>(c + sizeof<T>(), x), x, Table.at<T>(c, 0));
  }
  @inline static degree6<T extends number>(c: usize, x: v128): v128 {
    return Simd.mulAdd<T>(Table.degree5<T>(c + sizeof<T>(), x), x, Table.at<T>(c, 0));
  }
  @inline static degree7<T extends number>(c: usize, x: v128): v128 {
    return Simd.mulAdd<T>(Table.degree6<T>(c + sizeof<T>(), x), x, Table.at<T>(c, 0));
  }
  @inline static degree8<T extends number>(c: usize, x: v128): v128 {
    return Simd.mulAdd<T>(Table.degree7<T>(c + sizeof<T>(), x), x, Table.at<T>(c, 0));
  }
  @inline static degree9<T extends number>(c: usize, x: v128): v128 {
    return Simd.mulAdd<T>(Table.degree8<T>(c + sizeof<T>(), x), x, Table.at<T>(c, 0));
  }
  @inline static degree10<T extends number>(c: usize, x: v128): v128 {
    return Simd.mulAdd<T>(Table.degree9<T>(c + sizeof<T>(), x), x, Table.at<T>(c, 0));
  }
  @inline static degree11<T extends number>(c: usize, x: v128): v128 {
    return Simd.mulAdd<T>(Table.degree10<T>(c + sizeof<T>(), x), x, Table.at<T>(c, 0));
  }
  @inline static degree12<T extends number>(c: usize, x: v128): v128 {
    return Simd.mulAdd<T>(Table.degree11<T>(c + sizeof<T>(), x), x, Table.at<T>(c, 0));
  }
  @inline static degree13<T extends number>(c: usize, x: v128): v128 {
    return Simd.mulAdd<T>(Table.degree12<T>(c + sizeof<T>(), x), x, Table.at<T>(c, 0));
  }
  @inline static degree14<T extends number>(c: usize, x: v128): v128 {
    return Simd.mulAdd<T>(Table.degree13<T>(c + sizeof<T>(), x), x, Table.at<T>(c, 0));
  }
  @inline static degree15<T extends number>(c: usize, x: v128): v128 {
    return Simd.mulAdd<T>(Table.degree14<T>(c + sizeof<T>(), x), x, Table.at<T>(c, 0));
  }
  @inline static degree16<T extends number>(c: usize, x: v128): v128 {
    return Simd.mulAdd<T>(Table.degree15<T>(c + sizeof<T>(), x), x, Table.at<T>(c, 0));
  }
  @inline static degree17<T extends number>(c: usize, x: v128): v128 {
    return Simd.mulAdd<T>(Table.degree16<T>(c + sizeof<T>(), x), x, Table.at<T>(c, 0));
  }
  @inline static degree18<T extends number>(c: usize, x: v128): v128 {
    return Simd.mulAdd<T>(Table.degree17<T>(c + sizeof<T>(), x), x, Table.at<T>(c, 0));
  }
  @inline static degree19<T extends number>(c: usize, x: v128): v128 {
    return Simd.mulAdd<T>(Table.degree18<T>(c + sizeof<T>(), x), x, Table.at<T>(c, 0));
  }
  @inline static degree20<T extends number>(c: usize, x: v128): v128 {
    return Simd.mulAdd<T>(Table.degree19<T>(c + sizeof<T>(), x), x, Table.at<T>(c, 0));
  }
  @inline static degree21<T extends number>(c: usize, x: v128): v128 {
    return Simd.mulAdd<T>(Table.degree20<T>(c + sizeof<T>(), x), x, Table.at<T>(c, 0));
  }
  @inline static degree22<T extends number>(c: usize, x: v128): v128 {
    return Simd.mulAdd<T>(Table.degree21<T>(c + sizeof<T>(), x), x, Table.at<T>(c, 0));
  }
}
