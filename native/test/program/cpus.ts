import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';

/** CPUs that this process may use, ascending. */
export const cpus: readonly number[] = (
  /Cpus_allowed_list:\t(.*)/.exec(readFileSync('/proc/self/status', 'utf8'))?.[1] ?? ''
)
  .split(',')
  .flatMap((range) => {
    const [first = 0, last = first] = range.split('-').map(Number);
    return Array.from({ length: last - first + 1 }, (_, i) => first + i);
  });

/** `node:cpu`, as --threads wants it. */
function place(cpu: number): string {
  const folder = `/sys/devices/system/cpu/cpu${cpu}`;
  const node = existsSync(folder) ? readdirSync(folder).find((name) => /^node\d+$/.test(name)) : undefined;
  return `${node?.slice(4) ?? '0'}:${cpu}`;
}

export const first = place(cpus[0] ?? 0);
const second = cpus[1] === undefined ? undefined : place(cpus[1]);

/** Tests that need two CPUs are skipped where there is one: `test.skipIf(isSingle)`. */
export const isSingle = second === undefined;

/** Two threads on a CPU each, with a role each where roles are given. */
export function pair(...roles: readonly [] | readonly [string, string]): string {
  const named = (i: 0 | 1, where: string) => (roles[i] === undefined ? where : `${roles[i]}=${where}`);
  return `${named(0, first)},${named(1, second ?? 'none')}`;
}

/** Two threads where there are two CPUs, else one. */
export const pairOrFirst = isSingle ? first : pair();

/** What makes addresses repeat; nothing where it is forbidden. */
export const withoutRandomisation: readonly string[] = canSet() ? ['setarch', '-R'] : [];

function canSet(): boolean {
  try {
    execFileSync('setarch', ['-R', 'true'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
