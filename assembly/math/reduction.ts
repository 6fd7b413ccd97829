// 64 zero bits, then the first 1280 of 2 / pi
const twoOverPi = memory.data<u64>([
  0x0000000000000000, 0xa2f9836e4e441529, 0xfc2757d1f534ddc0, 0xdb6295993c439041, 0xfe5163abdebbc561, 0xb7246e3a424dd2e0, 0x06492eea09d1921c,
  0xfe1deb1cb129a73e, 0xe88235f52ebb4484, 0xe99c7026b45f7e41, 0x3991d639835339f4, 0x9c845f8bbdf9283b, 0x1ff897ffde05980f, 0xef2f118b5a0a6d1f,
  0x6d367ecf27cb09b7, 0x4f463f669e5fea2d, 0x7527bac7ebe5f17b, 0x3d0739f78a5292ea, 0x6bfb5fb11f8d5d08, 0x56033046fc7b6bab, 0xf0cfbc209af4361d,
]);

/** y = quadrant pi/2 + remainder for y that Cody and Waite's method no longer reaches, one number at a time. */
export class Reduction {
  /**
   * 2y / pi modulo 4 as a binary fraction of 4, its upper 64 bits (Payne and Hanek 1983): y = m 2^e with a whole m, and of 2 / pi the bits
   * that m 2^e turns into multiples of 4 are skipped. For 2^20 <= y < inf.
   */
  static upper(y: f64): u64 {
    const m = Reduction.mantissa(y);
    const middle = m * Reduction.window(y, 1);
    const carry: u64 = middle + Reduction.high(m, Reduction.window(y, 2)) < middle ? 1 : 0;
    return m * Reduction.window(y, 0) + Reduction.high(m, Reduction.window(y, 1)) + carry;
  }

  /** The next 64 bits. */
  static lower(y: f64): u64 {
    const m = Reduction.mantissa(y);
    return m * Reduction.window(y, 1) + Reduction.high(m, Reduction.window(y, 2));
  }

  @inline static mantissa(y: f64): u64 {
    return (reinterpret<u64>(y) & 0x000fffffffffffff) | 0x0010000000000000;
  }

  /** The k-th 64 bits of 2^(e - 2) 2 / pi behind the point. */
  static window(y: f64, k: i32): u64 {
    const start = <i32>(reinterpret<u64>(y) >> 52) - 1075 - 2 + 64 + 64 * k;
    const word = twoOverPi + 8 * (start >> 6);
    const shift = <u64>(start & 63);
    // in two steps, because a shift by 64 is a shift by 0
    return (load<u64>(word) << shift) | ((load<u64>(word, 8) >> 1) >> (63 - shift));
  }

  /** The upper half of the product of 64-bit numbers, a below 2^53. */
  static high(a: u64, b: u64): u64 {
    const a0 = a & 0xffffffff;
    const a1 = a >> 32;
    const b0 = b & 0xffffffff;
    const b1 = b >> 32;
    const cross = a1 * b0 + ((a0 * b0) >> 32);
    return a1 * b1 + (cross >> 32) + (((cross & 0xffffffff) + a0 * b1) >> 32);
  }
}
