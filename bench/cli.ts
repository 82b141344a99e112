#!/usr/bin/env node
import { readFileSync } from 'node:fs';
import { Command, CommanderError } from 'commander';
import { type CommandRow, commandTable, type RawOptions } from './commands/command-table.ts';
import { UserError } from './user-error.ts';

const exitCode = { success: 0, wrongUse: 2, bug: 70 } as const;

/** Makes the commander program of the table; nothing of a command is imported before it is called. */
function makeProgram(table: readonly CommandRow[], setExitCode: (code: number) => void): Command {
  const program = new Command('numa-lab')
    .description('Where malloc and pthreads put memory on NUMA machines, and what it costs')
    .version(readVersion())
    .helpCommand(false);
  silence(program);
  for (const row of table) {
    const command = program.command(row.name).description(row.summary);
    silence(command);
    for (const argument of row.arguments ?? []) command.argument(argument.name, argument.help);
    for (const flag of row.flags) {
      if (flag.repeats === true) command.option(flag.flags, flag.help, append, []);
      else command.option(flag.flags, flag.help);
    }
    command.action(async () => {
      const run = await row.load();
      setExitCode(await run(mergeArguments(command)));
    });
  }
  return program;
}

function append(value: string, earlier: readonly string[]): string[] {
  return [...earlier, value];
}

function mergeArguments(command: Command): RawOptions {
  const named = command.registeredArguments.flatMap((argument, i) => {
    const value: unknown = command.processedArgs[i];
    return value === undefined ? [] : [[argument.name(), value] as const];
  });
  return { ...command.opts(), ...Object.fromEntries(named) };
}

/** Commander throws instead of exiting, and does not print its errors: they become one line below. */
function silence(command: Command): void {
  command.exitOverride().configureOutput({ writeErr: () => {} });
}

// Two levels up from dist/bench and one from bench; reading it costs less than importing it as a module.
function readVersion(): string {
  for (const up of ['../package.json', '../../package.json']) {
    try {
      const parsed: unknown = JSON.parse(readFileSync(new URL(up, import.meta.url), 'utf8'));
      if (typeof parsed === 'object' && parsed !== null && 'version' in parsed) return String(parsed.version);
    } catch {}
  }
  return 'unknown';
}

/** What went wrong as the line to print and the code to exit with. */
function describeError(error: unknown): { readonly text: string; readonly code: number } {
  if (error instanceof UserError) {
    const hint = error.hint === undefined ? '' : `; ${error.hint}`;
    return { text: oneLine(`numa-lab: ${error.message}${hint}`), code: exitCode.wrongUse };
  }
  if (error instanceof CommanderError) return describeCommanderError(error);
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return { text: `numa-lab: this is a bug, please report it\n${stack}`, code: exitCode.bug };
}

function describeCommanderError(error: CommanderError): { readonly text: string; readonly code: number } {
  if (error.exitCode === 0) return { text: '', code: exitCode.success };
  // `numa-lab` alone: commander has already been asked for its help on stdout.
  const [what = '', suggestion] = error.message.replace(/^error: /, '').split('\n');
  const hint = suggestion?.replace(/^\(|\)$/g, '').replace(/^Did/, 'did') ?? 'see numa-lab --help';
  return { text: oneLine(`numa-lab: ${what}; ${hint}`), code: exitCode.wrongUse };
}

function oneLine(text: string): string {
  return text.replaceAll(/\s*\n\s*/g, ' ');
}

/** A reader such as `head` that has seen enough is not an error. */
function quitQuietlyOnClosedPipe(stream: NodeJS.WriteStream): void {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(process.exitCode ?? exitCode.success);
    throw error;
  });
}

async function main(argv: readonly string[]): Promise<void> {
  quitQuietlyOnClosedPipe(process.stdout);
  quitQuietlyOnClosedPipe(process.stderr);
  const program = makeProgram(commandTable, (code) => {
    process.exitCode = code;
  });
  try {
    if (argv.length === 2) program.outputHelp();
    else await program.parseAsync(argv);
  } catch (error) {
    const { text, code } = describeError(error);
    if (text !== '') process.stderr.write(`${text}\n`);
    process.exitCode = code;
  }
}

await main(process.argv);
