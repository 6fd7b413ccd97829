import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { instantiateSync } from '@assemblyscript/loader';
import type { Build, Precision } from '../../tests/support/engines.js';

type Loop = (iterations: number, x: number, y: number) => number;
type PeakModule = Record<`${'single' | 'double'}_${Precision}`, Loop> & { readonly CHAINS: { readonly value: number } };

export interface PeakLoop {
  readonly name: string;
  readonly precision: Precision;
  readonly work: number;
  run(): void;
}

/** The register-only multiply-add loops of bench/peak, compiled with the features of the build that they are compared with. */
export const peakLoops = (build: Build): readonly PeakLoop[] => {
  const target = build === 'relaxed' ? 'relaxed' : 'simd';
  const outFile = `node_modules/.cache/fathom-bench/peak.${target}.wasm`;
  mkdirSync('node_modules/.cache/fathom-bench', { recursive: true });
  const asc = createRequire(import.meta.url).resolve('assemblyscript/bin/asc.js');
  execFileSync(process.execPath, [asc, '--config', 'bench/peak/asconfig.json', '--target', target, '--outFile', outFile], { stdio: 'inherit' });
  const peak = instantiateSync(readFileSync(outFile)).exports as unknown as PeakModule;
  const iterations = 10_000;
  return (['f32', 'f64'] as const).flatMap((precision) =>
    (['single', 'double'] as const).map((shape) => ({
      name: `peak ${shape}`,
      precision,
      work: 2 * peak.CHAINS.value * (precision === 'f32' ? 4 : 2) * iterations * (shape === 'double' ? 2 : 1),
      run: () => {
        // 1 / (1 - 0.5) of 1.25 in each of the lanes of twelve chains: anything else was not computed.
        const sum = peak[`${shape}_${precision}`](iterations, 0.5, 1.25);
        if (sum !== 2.5 * peak.CHAINS.value * (precision === 'f32' ? 4 : 2)) throw new Error(`${shape}_${precision}: ${sum}`);
      },
    })),
  );
};
