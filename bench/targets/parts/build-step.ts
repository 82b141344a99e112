import { appendFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { unreachable } from '../../../results/schema/unreachable.ts';
import { UserError } from '../../user-error.ts';
import { type ProgramOptions, type ProgramResult, runProgram } from '../run-program.ts';

export interface BuildStep {
  /** What does not build when it fails: `target 'musl'`. */
  readonly what: string;
  readonly logPath: string;
}

const stepTimeoutMs = 900_000;

/**
 * Runs one tool of a build and appends what it prints to the log. Throws UserError with the line that says most, and the log's
 * path, when it fails.
 */
export async function runBuildStep(
  step: BuildStep,
  program: string,
  arguments_: readonly string[],
  options: ProgramOptions = {},
): Promise<void> {
  const result = await runProgram(program, arguments_, { timeoutMs: stepTimeoutMs, ...options });
  const printed = describeOutput(program, result);
  await appendFile(step.logPath, `$ ${[program, ...arguments_].join(' ')}\n${printed}`);
  if (result.state === 'exited' && result.code === 0) return;
  throw new UserError(`${step.what} does not build: ${findDecisiveLine(printed)}`, {
    hint: `the whole log is ${step.logPath}`,
  });
}

function describeOutput(program: string, result: ProgramResult): string {
  switch (result.state) {
    case 'exited':
      return `${result.stdout}${result.stderr}`;
    case 'stopped':
      return `${basename(program)} ${result.reason}\n`;
    case 'not-started':
      return `${result.reason}\n`;
    default:
      return unreachable(result);
  }
}

/** From the most to the least informative: a full disk makes every compiler fail in its own words. */
const causeLines = [
  /No space left on device|Disk quota exceeded/,
  /undefined reference|multiple definition|cannot find -l/,
  /\berror\b|not found/i,
];

/** The line of a log that says most: the first error, which the later ones often follow from, else the last line. */
export function findDecisiveLine(log: string): string {
  const lines = log.split('\n').filter((line) => line.trim() !== '');
  for (const cause of causeLines) {
    const line = lines.find((candidate) => cause.test(candidate));
    if (line !== undefined) return line;
  }
  return lines.at(-1) ?? 'it printed nothing';
}
