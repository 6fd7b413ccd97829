/**
 * The exports of the larger module, which knows the lecture's mathematics too: everything of `index.ts`, and the kernels of exact pieces and
 * of the experiments. A page that only trains loads the small one.
 */
export * from "./index";

/** That this is the larger module: the smaller one lacks this export. */
export function theoryKernels(): i32 {
  return 1;
}
