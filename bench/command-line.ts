import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { Command, CommanderError } from 'commander';
import type { CommandFunction, Command as CommandRow } from './commands/command.ts';
import { findLabRoot } from './lab-root.ts';
import { describeDiskError } from './make-folders.ts';
import { addFlags } from './request/add-flags.ts';
import { UserError } from './user-error.ts';

export const exitCode = { success: 0, wrongUse: 2, bug: 70 } as const;

export interface Outcome {
  readonly code: number;
  /** What went wrong, for stderr; empty when nothing did. */
  readonly complaint: string;
}

/** Runs the command that the arguments name. Never rejects: what went wrong is reported in the outcome. */
export async function runCommandLine(
  args: readonly string[],
  table: readonly CommandRow[],
): Promise<Outcome> {
  let code: number = exitCode.success;
  const program = makeProgram(table, (answer) => {
    code = answer;
  });
  try {
    if (args.length === 0) program.outputHelp();
    else await program.parseAsync(args, { from: 'user' });
    return { code, complaint: '' };
  } catch (error) {
    return describeError(error);
  }
}

/** Makes the commander program of the table; nothing of a command is imported before it is called. */
function makeProgram(table: readonly CommandRow[], setExitCode: (code: number) => void): Command {
  const program = new Command('numa-lab')
    .description('Where malloc and pthreads put memory on NUMA machines, and what it costs')
    .version(readVersion())
    .helpCommand(false);
  silence(program);
  for (const row of table) addCommand(program, row, setExitCode);
  return program;
}

function addCommand(program: Command, row: CommandRow, setExitCode: (code: number) => void): void {
  const command = program.command(row.name).description(row.summary);
  silence(command);
  for (const [name, help] of Object.entries(row.arguments)) command.argument(`[${name}]`, help);
  const readTyped = addFlags(command, row.flags);
  command.allowExcessArguments(true).action(async () => {
    refuseExtra(command);
    const run: CommandFunction<never> = await row.load();
    // The row's type holds its function and its flags together; here that is out of the compiler's sight.
    setExitCode(await run(mergeArguments(command) as never, readTyped()));
  });
}

/** Commander counts superfluous arguments; we name the first. */
function refuseExtra(command: Command): void {
  const extra = command.args[command.registeredArguments.length];
  if (extra === undefined) return;
  throw new UserError(`unexpected argument '${extra}'`, {
    hint: `write lists with commas and flags with --; see numa-lab ${command.name()} --help`,
  });
}

function mergeArguments(command: Command): Readonly<Record<string, unknown>> {
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

function readVersion(): string {
  const parsed: unknown = JSON.parse(readFileSync(join(findLabRoot(), 'package.json'), 'utf8'));
  return typeof parsed === 'object' && parsed !== null && 'version' in parsed
    ? String(parsed.version)
    : 'unknown';
}

/** What went wrong as the line to print and the code to exit with. */
function describeError(error: unknown): Outcome {
  if (error instanceof UserError) {
    const parts = [error.message, ...(error.hint === undefined ? [] : [error.hint])];
    return { complaint: `numa-lab: ${parts.map(oneLine).join('; ')}`, code: exitCode.wrongUse };
  }
  if (error instanceof CommanderError) return describeCommanderError(error);
  const disk = describeDiskError(error);
  if (disk !== undefined) {
    const hint = 'fix that, or name other folders with --results and NUMA_LAB_CACHE';
    return { complaint: `numa-lab: ${oneLine(disk)}; ${hint}`, code: exitCode.wrongUse };
  }
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return { complaint: `numa-lab: this is a bug, please report it\n${stack}`, code: exitCode.bug };
}

function describeCommanderError(error: CommanderError): Outcome {
  if (error.exitCode === 0) return { complaint: '', code: exitCode.success };
  const [what = '', suggestion] = error.message.replace(/^error: /, '').split('\n');
  const hint = suggestion?.replace(/^\(|\)$/g, '').replace(/^Did/, 'did') ?? 'see numa-lab --help';
  return { complaint: `numa-lab: ${oneLine(what)}; ${oneLine(hint)}`, code: exitCode.wrongUse };
}

const longestPart = 400;

/** A wrong value can hold anything: line ends, control characters of a terminal, a whole file. */
function oneLine(text: string): string {
  const start = text.slice(0, 2 * longestPart);
  const clean = stripVTControlCharacters(start)
    .split(/[\r\n]/)
    .map((line) => line.trim())
    .join(' ')
    .replaceAll(/\p{Cc}/gu, '');
  return clean.length > longestPart ? `${clean.slice(0, longestPart)}…` : clean;
}
