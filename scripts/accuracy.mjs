// Measures the greatest errors of the vector functions and activations, in units in the last place, and prints docs/accuracy.md's table:
//   node scripts/accuracy.mjs [--step N] [--function NAME] [--build simd|relaxed] [--threads N]
// Every N-th of the 2^32 patterns of single precision (1: all of them), and 200,000 points of double precision. Activations, whose
// truth is computed to 100 bits, take every 64 N-th pattern.
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { isMainThread, parentPort, Worker } from 'node:worker_threads';
import { runnerImport } from 'vite';

const { module } = await runnerImport(new URL('../tests/support/accuracy.ts', import.meta.url).pathname);

if (isMainThread) await main();
else parentPort.on('message', (job) => parentPort.postMessage(module.measure(job)));

async function main() {
  const { values: options } = parseArgs({
    options: {
      step: { type: 'string', default: '1021' },
      function: { type: 'string' },
      build: { type: 'string', default: 'simd' },
      threads: { type: 'string', default: String(availableParallelism()) },
    },
  });
  const step = Number(options.step);
  if (!(Number.isInteger(step) && step > 0)) throw new RangeError(`--step: expected a positive integer, got ${options.step}`);
  const { functions, activations } = module.names(options.build);
  const wanted = [...functions.map((name) => ['function', name]), ...activations.map((name) => ['activation', name])].filter(
    ([, name]) => !options.function || name === options.function,
  );
  if (wanted.length === 0) throw new RangeError(`--function: no ${options.function}; there are ${[...functions, ...activations].join(', ')}`);

  const workers = Array.from({ length: Number(options.threads) }, () => new Worker(new URL(import.meta.url)));
  const run = (worker, job) =>
    new Promise((resolve, reject) => {
      worker.removeAllListeners();
      worker.once('message', resolve);
      worker.once('error', reject);
      worker.postMessage(job);
    });
  const shares = 16;
  console.log(`build ${options.build}, step ${step}, Node ${process.version}`);
  console.log('| function | f32 patterns | f32 | at | f64 points | f64 | at | seconds |\n| --- | --: | --: | --: | --: | --: | --: | --: |');
  for (const [kind, name] of wanted) {
    const started = performance.now();
    const stride = kind === 'function' ? step : step * 64;
    // shares of whole strides, so that together they are one walk
    const length = Math.ceil(2 ** 32 / stride / shares) * stride;
    const jobs = Array.from({ length: shares }, (_, k) => ({ from: k * length, to: Math.min((k + 1) * length, 2 ** 32), precision: 'f32' }));
    jobs.push({ from: 0, to: 0, precision: 'f64' });
    const results = { f32: [], f64: [] };
    await Promise.all(
      workers.map(async (worker) => {
        for (let job = jobs.pop(); job; job = jobs.pop()) {
          results[job.precision].push(await run(worker, { ...job, build: options.build, kind, name, step: stride }));
        }
      }),
    );
    const seconds = ((performance.now() - started) / 1000).toFixed(0);
    const parts = kind === 'function' ? [''] : ['', "'"];
    for (const [part, mark] of parts.entries()) {
      const cells = ['f32', 'f64'].flatMap((precision) => {
        const worst = results[precision].map((result) => result.worst[part]).reduce((a, b) => (b.ulps > a.ulps ? b : a));
        const count = results[precision].reduce((sum, result) => sum + result.count, 0);
        return [count.toLocaleString('en'), worst.ulps.toFixed(3), worst.at];
      });
      console.log(`| ${name}${mark} | ${cells.join(' | ')} | ${seconds} |`);
    }
  }
  await Promise.all(workers.map((worker) => worker.terminate()));
}
