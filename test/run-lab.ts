import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { findLabRoot } from '../bench/lab-root.ts';

export interface LabExit {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface StartedLab {
  readonly process: ChildProcess;
  readonly exit: Promise<LabExit>;
}

/** Starts the built command line as a user would. Throws when it is not built. */
export function startLab(
  args: readonly string[],
  env: Readonly<NodeJS.ProcessEnv> = process.env,
): StartedLab {
  const cli = join(findLabRoot(), 'dist', 'bench', 'cli.js');
  if (!existsSync(cli)) throw new Error(`${cli} is missing: npm run build`);
  const child = spawn(process.execPath, [cli, ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const exit = new Promise<LabExit>((resolve, reject) => {
    child.on('error', reject).on('close', (code) => resolve({ code, stdout, stderr }));
  });
  return { process: child, exit };
}

export function runLab(args: readonly string[]): Promise<LabExit> {
  return startLab(args).exit;
}
