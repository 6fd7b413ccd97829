import { bytes, read } from "./element";

/**
 * FNV-1a, 64 bits (Fowler, Noll, Vo), over 32-bit words: two blocks of numbers have the same fingerprint only if they agree bit for bit,
 * up to chance. Every NaN counts as one and the same, since WebAssembly leaves a NaN's payload open.
 */
export function fingerprint(size: i32, count: i32, values: usize): u64 {
  let hash: u64 = 0xcbf29ce484222325;
  for (let i = 0; i < count; i++) {
    const at = values + bytes(size, i);
    const nan = isNaN(read(size, at));
    for (let word = 0; word < size; word += 4) {
      hash = (hash ^ <u64>(nan ? 0x7fc00000 : load<u32>(at + word))) * 0x100000001b3;
    }
  }
  return hash;
}
