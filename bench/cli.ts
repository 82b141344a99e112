#!/usr/bin/env node
import { exitCode, runCommandLine } from './command-line.ts';
import { commandTable } from './commands/command-table.ts';

/** A reader such as `head` that has seen enough is not an error. */
function quitQuietlyOnClosedPipe(stream: NodeJS.WriteStream): void {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(process.exitCode ?? exitCode.success);
    throw error;
  });
}

quitQuietlyOnClosedPipe(process.stdout);
quitQuietlyOnClosedPipe(process.stderr);
const outcome = await runCommandLine(process.argv.slice(2), commandTable);
if (outcome.complaint !== '') process.stderr.write(`${outcome.complaint}\n`);
// Not process.exit: what was written to a pipe must still get out.
process.exitCode = outcome.code;
