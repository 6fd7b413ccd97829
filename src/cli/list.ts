import { Command } from 'commander';
import { experiments } from '../experiments/index.js';
import { encode } from '../sweep/codec.js';
import { flagOf, helpOf } from './experiment-options.js';
import { print, wrap } from './terminal.js';

/** `fathom list`: the experiments, their questions and their parameters. */
export function listCommand(): Command {
  return new Command('list')
    .summary('the experiments and their parameters')
    .description('Lists the experiments in the order of the lecture, with their parameters.')
    .option('--json', 'print one JSON array')
    .action(async ({ json }: { json?: boolean }) => {
      if (json) await print(encode(experiments.map(({ run: _, ...experiment }) => experiment)));
      else await print(experiments.map(entry).join('\n\n'));
    });
}

function entry({ name, title, section, question, parameters }: (typeof experiments)[number]): string {
  const lines = Object.entries(parameters).map(([key, parameter]) => indent(`--${flagOf(key)}  ${helpOf(parameter)}`, 4));
  return [wrap(`${name}: ${title} (${section})`), indent(question, 2), ...lines].join('\n');
}

const indent = (text: string, by: number): string => {
  const width = process.stdout.isTTY === true ? Math.max(20, process.stdout.columns - by) : Number.POSITIVE_INFINITY;
  return wrap(text, width)
    .split('\n')
    .map((line) => ' '.repeat(by) + line)
    .join('\n');
};
