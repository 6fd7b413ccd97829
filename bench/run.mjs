// node bench/run.mjs SUITE... [--build simd|relaxed] [--rounds N] [--filter REGEXP] [--json FILE]
// Times bench/SUITE.bench.ts. Node 20 does not run TypeScript, so vite compiles each file as it is imported.
import { writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { runnerImport } from 'vite';

process.chdir(dirname(dirname(fileURLToPath(import.meta.url))));
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    build: { type: 'string', default: 'simd' },
    rounds: { type: 'string', default: '21' },
    filter: { type: 'string', default: '' },
    json: { type: 'string' },
  },
});
if (positionals.length === 0) throw new Error('usage: node bench/run.mjs SUITE... [--build simd|relaxed] [--rounds N] [--filter REGEXP] [--json FILE]');

const conditions = ['fathom-source', 'node', 'import', 'module', 'default'];
const importTypeScript = async (file) =>
  (await runnerImport(file, { configFile: false, logLevel: 'error', resolve: { conditions }, ssr: { resolve: { conditions } } })).module;
const { loadRaw } = await importTypeScript('./tests/support/engines.ts');
const { measure } = await importTypeScript('./bench/support/measure.ts');
const { table, json } = await importTypeScript('./bench/support/report.ts');

const reports = [];
for (const name of positionals) {
  const { default: suite } = await importTypeScript(`./bench/${name}.bench.ts`);
  const filter = new RegExp(values.filter);
  const rows = suite
    .rows(loadRaw(suite.theory && values.build === 'simd' ? 'theory' : values.build), values.build)
    .filter((row) => filter.test(`${row.precision} ${row.name}`));
  const progress = process.stderr.isTTY ? (done, of) => process.stderr.write(`\r${suite.name}: round ${done} of ${of}${done === of ? '\n' : ''}`) : undefined;
  const measurement = measure(rows, { build: values.build, rounds: Number(values.rounds), progress });
  console.log(`${suite.name} (${values.build} build, Node ${process.versions.node}). ${suite.about}\n${table(measurement)}\n`);
  reports.push(json(suite.name, values.build, measurement));
}
if (values.json) writeFileSync(values.json, `[${reports.join(',\n')}]\n`);
