import { spawn } from 'node:child_process';
import { renderDuration } from '../render-duration.ts';

export type ProgramResult =
  | { readonly state: 'exited'; readonly code: number; readonly stdout: string; readonly stderr: string }
  /** `reason` is a sentence without its subject. */
  | { readonly state: 'stopped'; readonly reason: string }
  | { readonly state: 'not-started'; readonly reason: string };

export interface ProgramOptions {
  readonly cwd?: string;
  readonly timeoutMs?: number;
  /** Added to the fixed ones. */
  readonly environment?: Readonly<Record<string, string>>;
}

/**
 * Runs a compiler, loader or benchmark program with a small fixed environment: CFLAGS, REALGCC, LD_PRELOAD and their like would
 * change what is built or proven without being part of its key. A program ended by a signal exits with 128 and
 * says so on stderr; one that takes too long is stopped, and what it has started is not waited for.
 */
export function runProgram(
  program: string,
  arguments_: readonly string[],
  options: ProgramOptions = {},
): Promise<ProgramResult> {
  return new Promise((resolve) => {
    const child = spawn(program, arguments_, {
      cwd: options.cwd,
      env: {
        PATH: process.env.PATH,
        HOME: process.env.HOME,
        TMPDIR: process.env.TMPDIR,
        LC_ALL: 'C',
        ...options.environment,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const timeoutMs = options.timeoutMs ?? 60_000;
    const timer = setTimeout(() => {
      child.kill('SIGKILL');
      child.stdout.destroy();
      child.stderr.destroy();
      resolve({ state: 'stopped', reason: `was stopped after ${renderDuration(timeoutMs / 1000)}` });
    }, timeoutMs);
    const output = { stdout: '', stderr: '' };
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      output.stdout += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      output.stderr += text;
    });
    child.on('error', (error) => {
      clearTimeout(timer);
      resolve({ state: 'not-started', reason: error.message });
    });
    child.on('close', (code, signal) => {
      clearTimeout(timer);
      if (signal !== null) output.stderr += `ended by ${signal}\n`;
      resolve({ state: 'exited', code: code ?? 128, ...output });
    });
  });
}
