import { spawn } from 'node:child_process';

export type ProgramResult =
  | { readonly state: 'exited'; readonly code: number; readonly stdout: string; readonly stderr: string }
  | { readonly state: 'not-started'; readonly reason: string };

export interface ProgramOptions {
  readonly cwd?: string;
  readonly timeoutMs?: number;
  /** Added to the fixed ones. */
  readonly environment?: Readonly<Record<string, string>>;
}

/**
 * Runs a compiler, loader or benchmark program with a small fixed environment: CFLAGS, REALGCC, LD_PRELOAD and their like would
 * change what is built or proven without being part of its key. A program ended by a signal exits with 128.
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
      timeout: options.timeoutMs ?? 60_000,
      killSignal: 'SIGKILL',
    });
    const output = { stdout: '', stderr: '' };
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      output.stdout += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      output.stderr += text;
    });
    child.on('error', (error) => resolve({ state: 'not-started', reason: error.message }));
    child.on('close', (code) => resolve({ state: 'exited', code: code ?? 128, ...output }));
  });
}
