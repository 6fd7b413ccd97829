import { Command } from 'commander';
import { version } from '../engine/version.js';
import { evaluateCommand } from './evaluate.js';
import { report } from './failure.js';
import { startCommand } from './start.js';
import { sweepCommand } from './sweep.js';
import { tolerateClosedOutput } from './terminal.js';
import { trainCommand } from './train.js';

const examples = `
Examples:
  fathom start
  fathom sweep --depth 1:20 --activation relu,sigmoid --init he,xavier --seed 0:2 --out runs/depth.jsonl
  fathom train --data moons --widths 16,16 --activation tanh --steps 2000 --save model.json
  fathom eval model.json --input points.csv

Results go to standard output, words and progress to standard error.
Exit codes: 0 done, 1 a run failed, 2 bad usage, 130 stopped by Ctrl-C.`;

tolerateClosedOutput();
const commands = [startCommand(), sweepCommand(), trainCommand(), evaluateCommand()];
const program = new Command('fathom')
  .description('Measures what depth buys a neural network.')
  .version(version, '--version', 'print the version')
  .helpOption('-h, --help', 'print this help')
  .addHelpText('after', examples)
  .configureOutput({ writeErr: (text) => process.stderr.write(text) })
  .showHelpAfterError('Run `fathom help` or `fathom help <command>` for usage.')
  .exitOverride();
for (const command of commands) program.addCommand(command.copyInheritedSettings(program));

try {
  if (process.argv.length <= 2) {
    program.outputHelp({ error: true });
    process.exitCode = 2;
  } else await program.parseAsync();
} catch (error) {
  process.exitCode = report(error);
}
