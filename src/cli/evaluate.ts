import { Command } from 'commander';
import { writeCsv } from '../data/csv.js';
import { writeNpy } from '../data/npy.js';
import { oneOf } from '../engine/check.js';
import { loadEngine } from '../engine/engine.js';
import type { Matrix } from '../engine/matrix.js';
import { lossNames } from '../network/loss.js';
import { encode } from '../sweep/codec.js';
import { createPool } from '../sweep/pool.js';
import type { EvaluationRequest, EvaluationResult } from '../sweep/single.js';
import type { Refusal } from '../sweep/worker.js';
import { UsageError } from './failure.js';
import { checkOutput, shown, writeWhole } from './files.js';
import { readMatrix } from './matrix-file.js';
import { readNetworkFile } from './network-file.js';
import { optionText, type RawOptions, readBuild, refuseRepeats } from './options.js';
import { print, say } from './terminal.js';

const example = `
A file of numbers is JSON ([[0.5, 1], [2, 3]]), CSV without a heading, or .npy; - is standard input.
With cross-entropy a target of one column holds labels; else it has as many columns as the network has outputs.

Examples:
  echo '[[0.5, -1]]' | fathom eval model.json --input - --json
  fathom eval model.json --input x.csv --target y.csv --loss mse --gradients --json`;

/** `fathom eval`: a saved network on given inputs. */
export function evaluateCommand(): Command {
  const command = new Command('eval')
    .summary('run a saved network: outputs, loss, every gradient')
    .description('Runs a saved network (JSON or safetensors) on given inputs.')
    .argument('<model>', "the network's file")
    .requiredOption('--input <file>', 'inputs, a row each')
    .option('--target <file>', 'what the outputs should be, a row each')
    .option('--loss <name>', `${lossNames.join(', ')} (default: mse)`)
    .option('--gradients', 'print the gradient of the loss by every weight, bias and input, too')
    .option('--json', 'print one JSON object; numbers read back to the same bits')
    .option('--out <file>', 'write the outputs, as .npy or .csv by the ending')
    .option('--build <name>', 'engine: simd or relaxed (default: simd)')
    .addHelpText('after', example)
    .action(async (model: string, raw: RawOptions) => evaluate(model, raw));
  refuseRepeats(command);
  return command;
}

async function evaluate(model: string, raw: RawOptions): Promise<void> {
  const request = readRequest(model, raw);
  const build = readBuild(raw);
  const out = optionText(raw, 'out');
  if (out !== undefined && !/\.(?:npy|csv)$/.test(out)) throw new UsageError(`--out: expected a name that ends in .npy or .csv, got ${shown(out)}`);
  if (out !== undefined) checkOutput('--out', out, 'replace');
  const engine = await loadEngine({ build });
  const pool = createPool(engine.module, 1);
  let result: EvaluationResult | Refusal;
  try {
    result = await pool.run(request, { name: 'evaluation' });
  } finally {
    await pool.destroy();
  }
  if ('refusal' in result) throw new UsageError(`${result.refusal} (model ${shown(model)})`);
  if (out !== undefined) writeWhole(out, out.endsWith('.npy') ? writeNpy(result.outputs) : writeCsv(result.outputs));
  await print(raw['json'] === true ? toJson(result, engine.version, engine.build) : toText(result));
  if (out !== undefined) say(`outputs: ${shown(out)}`);
}

function readRequest(path: string, raw: RawOptions): EvaluationRequest {
  const loss = optionText(raw, 'loss');
  const [input, target] = [optionText(raw, 'input')!, optionText(raw, 'target')];
  if (target === undefined && (loss !== undefined || raw['gradients'] === true)) throw new UsageError('--loss and --gradients need --target');
  if ([path, input, target].filter((name) => name === '-').length > 1) throw new UsageError('standard input (-) can be read once only');
  const name = loss === undefined ? 'mse' : oneOf('--loss', loss, lossNames);
  return {
    model: readNetworkFile(path),
    inputs: readMatrix('--input', input),
    target: target === undefined ? undefined : readMatrix('--target', target),
    loss: target === undefined ? undefined : name,
    gradients: raw['gradients'] === true,
  };
}

const rowsOf = ({ rows, columns, data }: Matrix) => Array.from({ length: rows }, (_, i) => data.subarray(i * columns, (i + 1) * columns));

function toJson({ precision, widths, outputs, loss, accuracy, gradients }: EvaluationResult, version: string, build: string): string {
  const all = gradients && { weights: gradients.weights.map(rowsOf), biases: gradients.biases, inputs: rowsOf(gradients.inputs) };
  return encode({ version, build, precision, widths, outputs: rowsOf(outputs), loss, accuracy, gradients: all });
}

/** Outputs as rows of numbers; with a loss, named blocks. */
function toText({ outputs, loss, accuracy, gradients }: EvaluationResult): string {
  if (loss === undefined) return writeCsv(outputs);
  const blocks = [`outputs\n${writeCsv(outputs)}`, `loss\n${loss}\n`, ...(accuracy === undefined ? [] : [`accuracy\n${accuracy}\n`])];
  if (gradients !== undefined) {
    for (const [i, weights] of gradients.weights.entries()) {
      const bias = gradients.biases[i]!;
      blocks.push(`gradient of weights ${i}\n${writeCsv(weights)}`, `gradient of bias ${i}\n${writeCsv({ rows: 1, columns: bias.length, data: bias })}`);
    }
    blocks.push(`gradient of inputs\n${writeCsv(gradients.inputs)}`);
  }
  return blocks.join('\n');
}
