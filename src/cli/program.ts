import { Command } from 'commander';
import { version } from '../engine/version.js';
import { benchCommand } from './bench.js';
import { evaluateCommand } from './evaluate.js';
import { exitCodes, report } from './failure.js';
import { labCommand } from './lab.js';
import { lectureCommand } from './lecture.js';
import { listCommand } from './list.js';
import { piecesCommand } from './pieces.js';
import { runExperimentCommand } from './run.js';
import { sweepCommand } from './sweep.js';
import { trainCommand } from './train.js';

const examples = `
Examples:
  fathom lecture --quick
  fathom run triangle --svg pictures
  fathom sweep --depth 1:20 --activation relu,sigmoid --init he,xavier --seed 0:2 --out depth.jsonl
  fathom train --data moons --widths 16,16 --activation tanh --steps 2000 --save model.json
  fathom eval model.json --input points.csv
  fathom pieces model.json --interval 0,1
  fathom bench activations --quick
  fathom lab --open

Results go to standard output, words and progress to standard error.
Exit codes: 0 done, 1 a run failed, 2 bad usage, 130 stopped by Ctrl-C.`;

/** Runs the command with these arguments. An exit code is returned where an error ended it; else the subcommand has set its own. */
export async function runCommand(argv: readonly string[]): Promise<number | undefined> {
  const program = new Command('fathom')
    .description('Measures what depth buys a neural network.')
    .version(version, '--version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .addHelpText('after', examples)
    .showHelpAfterError('Run `fathom help` or `fathom help <command>` for usage.')
    .exitOverride();
  const commands = [
    lectureCommand(),
    labCommand(),
    listCommand(),
    runExperimentCommand(),
    sweepCommand(),
    trainCommand(),
    evaluateCommand(),
    piecesCommand(),
    benchCommand(),
  ];
  for (const command of commands) program.addCommand(inherit(command, program));
  if (argv.length === 0) {
    program.outputHelp({ error: true });
    return exitCodes.usage;
  }
  try {
    await program.parseAsync(argv, { from: 'user' });
    return undefined;
  } catch (error) {
    return report(error);
  }
}

/** Gives a command and those below it how errors end and what help is called: commander copies them to one level alone. */
function inherit(command: Command, parent: Command): Command {
  command.copyInheritedSettings(parent);
  for (const child of command.commands) inherit(child, command);
  return command;
}
