import { spawnSync } from 'node:child_process';

/** Does this command succeed here? Tests that need it are skipped where it does not. */
export function canRun(program: string, ...arguments_: readonly string[]): boolean {
  return spawnSync(program, arguments_, { stdio: 'ignore' }).status === 0;
}
