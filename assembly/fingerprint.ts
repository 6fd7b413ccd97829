/**
 * FNV-1a, 64 bits (Fowler, Noll, Vo), over 32-bit words: two blocks of numbers have the same fingerprint only if they agree bit for bit,
 * up to chance. Every NaN counts as one and the same, since WebAssembly leaves a NaN's payload open.
 */
export function fingerprint<T extends number>(count: i32, values: usize): u64 {
  let hash: u64 = 0xcbf29ce484222325;
  for (let i = 0; i < count; i++) {
    const at = values + ((<usize>i) << alignof<T>());
    const value = load<T>(at);
    const nan = value != value;
    for (let word: usize = 0; word < sizeof<T>(); word += 4) {
      hash = (hash ^ <u64>(nan ? 0x7fc00000 : load<u32>(at + word))) * 0x100000001b3;
    }
  }
  return hash;
}
