import { execFileSync } from 'node:child_process';
import { buildable, folder, native, type TargetUnderTest } from './targets.ts';

function make(...arguments_: readonly string[]): void {
  // Of a make that runs these tests itself: its job server is not for us.
  const env = { ...process.env, MAKEFLAGS: '' };
  const quiet = ['-s', '--no-print-directory', '-C', native];
  execFileSync('make', [...quiet, ...arguments_], { stdio: 'inherit', env });
}

function buildTarget({ name, cc, ldflags, ldlibs }: TargetUnderTest): void {
  const out = `OUT=${folder}/targets/${name}`;
  make(
    '-j2',
    'bench',
    `TARGET=${name}`,
    out,
    `CC=${cc}`,
    'CFLAGS=-O2 -g',
    `LDFLAGS=${ldflags}`,
    `LDLIBS=${ldlibs}`,
  );
}

/** Before all tests of the programs: what is up to date is left alone. */
export function setup(): void {
  for (const target of buildable) buildTarget(target);
  make('variant-address', 'variant-thread');
}
