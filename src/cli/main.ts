import { runCommand } from './program.js';
import { tolerateClosedOutput } from './terminal.js';

tolerateClosedOutput();
const code = await runCommand(process.argv.slice(2));
if (code !== undefined) process.exitCode = code;
