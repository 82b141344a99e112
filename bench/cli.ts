#!/usr/bin/env node
import { runCommandLine } from './command-line.ts';
import { commandTable } from './commands/command-table.ts';
import { watchOutputs } from './watch-outputs.ts';

watchOutputs({
  stdout: process.stdout,
  stderr: process.stderr,
  complain: (line) => process.stderr.write(`${line}\n`),
  exit: (code) => process.exit(code),
});
const outcome = await runCommandLine(process.argv.slice(2), commandTable);
if (outcome.complaint !== '') process.stderr.write(`${outcome.complaint}\n`);
// Not process.exit: what was written to a pipe must still get out.
process.exitCode = outcome.code;
