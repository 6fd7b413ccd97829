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

  // Polynomials, the coefficient of the lowest power first; the number is the degree. horner is Horner's rule, which single precision
  // takes: its polynomials are short, and iterations of a loop overlap. split is the even and the odd powers side by side: one
  // operation more and half the depth, for the long ones of double precision, of which too few iterations fit into the processor.
  @inline static horner2<T extends number>(c: usize, x: v128): v128 {
    return Table.chain2<T>(c, x, 1);
  }

  @inline static horner3<T extends number>(c: usize, x: v128): v128 {
    return Table.chain3<T>(c, x, 1);
  }

  @inline static horner4<T extends number>(c: usize, x: v128): v128 {
    return Table.chain4<T>(c, x, 1);
  }

  @inline static horner6<T extends number>(c: usize, x: v128): v128 {
    return Table.chain6<T>(c, x, 1);
  }

  @inline static horner10<T extends number>(c: usize, x: v128): v128 {
    return Table.chain10<T>(c, x, 1);
  }

  @inline static split6<T extends number>(c: usize, x: v128): v128 {
    const square = v128.mul<T>(x, x);
    return Simd.mulAdd<T>(Table.chain2<T>(c + sizeof<T>(), square, 2), x, Table.chain3<T>(c, square, 2));
  }

  @inline static split7<T extends number>(c: usize, x: v128): v128 {
    const square = v128.mul<T>(x, x);
    return Simd.mulAdd<T>(Table.chain3<T>(c + sizeof<T>(), square, 2), x, Table.chain3<T>(c, square, 2));
  }

  @inline static split9<T extends number>(c: usize, x: v128): v128 {
    const square = v128.mul<T>(x, x);
    return Simd.mulAdd<T>(Table.chain4<T>(c + sizeof<T>(), square, 2), x, Table.chain4<T>(c, square, 2));
  }

  @inline static split10<T extends number>(c: usize, x: v128): v128 {
    const square = v128.mul<T>(x, x);
    return Simd.mulAdd<T>(Table.chain4<T>(c + sizeof<T>(), square, 2), x, Table.chain5<T>(c, square, 2));
  }

  @inline static split12<T extends number>(c: usize, x: v128): v128 {
    const square = v128.mul<T>(x, x);
    return Simd.mulAdd<T>(Table.chain5<T>(c + sizeof<T>(), square, 2), x, Table.chain6<T>(c, square, 2));
  }

  @inline static split22<T extends number>(c: usize, x: v128): v128 {
    const square = v128.mul<T>(x, x);
    return Simd.mulAdd<T>(Table.chain10<T>(c + sizeof<T>(), square, 2), x, Table.chain11<T>(c, square, 2));
  }

  /** c[0] + c[stride] x + c[2 stride] x^2 + ... */
  @inline static chain1<T extends number>(c: usize, x: v128, stride: i32): v128 {
    return Simd.mulAdd<T>(Table.at<T>(c, stride), x, Table.at<T>(c, 0));
  }

  @inline static chain2<T extends number>(c: usize, x: v128, stride: i32): v128 {
    return Simd.mulAdd<T>(Table.chain1<T>(c + stride * sizeof<T>(), x, stride), x, Table.at<T>(c, 0));
  }

  @inline static chain3<T extends number>(c: usize, x: v128, stride: i32): v128 {
    return Simd.mulAdd<T>(Table.chain2<T>(c + stride * sizeof<T>(), x, stride), x, Table.at<T>(c, 0));
  }

  @inline static chain4<T extends number>(c: usize, x: v128, stride: i32): v128 {
    return Simd.mulAdd<T>(Table.chain3<T>(c + stride * sizeof<T>(), x, stride), x, Table.at<T>(c, 0));
  }

  @inline static chain5<T extends number>(c: usize, x: v128, stride: i32): v128 {
    return Simd.mulAdd<T>(Table.chain4<T>(c + stride * sizeof<T>(), x, stride), x, Table.at<T>(c, 0));
  }

  @inline static chain6<T extends number>(c: usize, x: v128, stride: i32): v128 {
    return Simd.mulAdd<T>(Table.chain5<T>(c + stride * sizeof<T>(), x, stride), x, Table.at<T>(c, 0));
  }

  @inline static chain7<T extends number>(c: usize, x: v128, stride: i32): v128 {
    return Simd.mulAdd<T>(Table.chain6<T>(c + stride * sizeof<T>(), x, stride), x, Table.at<T>(c, 0));
  }

  @inline static chain8<T extends number>(c: usize, x: v128, stride: i32): v128 {
    return Simd.mulAdd<T>(Table.chain7<T>(c + stride * sizeof<T>(), x, stride), x, Table.at<T>(c, 0));
  }

  @inline static chain9<T extends number>(c: usize, x: v128, stride: i32): v128 {
    return Simd.mulAdd<T>(Table.chain8<T>(c + stride * sizeof<T>(), x, stride), x, Table.at<T>(c, 0));
  }

  @inline static chain10<T extends number>(c: usize, x: v128, stride: i32): v128 {
    return Simd.mulAdd<T>(Table.chain9<T>(c + stride * sizeof<T>(), x, stride), x, Table.at<T>(c, 0));
  }

  @inline static chain11<T extends number>(c: usize, x: v128, stride: i32): v128 {
    return Simd.mulAdd<T>(Table.chain10<T>(c + stride * sizeof<T>(), x, stride), x, Table.at<T>(c, 0));
  }
}
