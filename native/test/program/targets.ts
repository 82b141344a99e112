import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { findLabRoot } from '../../../bench/lab-root.ts';

export const native = join(findLabRoot(), 'native');
/** Where programs and what is preloaded into them are built. */
export const folder = join(native, 'build', 'test');

export interface TargetUnderTest {
  readonly name: string;
  readonly cc: string;
  readonly ldflags: string;
  readonly ldlibs: string;
  /** What it must prove. */
  readonly libc: 'glibc' | 'musl';
  readonly link: 'static' | 'dynamic';
  readonly allocator: string;
}

const glibc: TargetUnderTest = {
  name: 'glibc',
  cc: 'gcc',
  ldflags: '',
  ldlibs: '',
  libc: 'glibc',
  link: 'dynamic',
  allocator: 'glibc',
};
const musl: TargetUnderTest = { ...glibc, name: 'musl', cc: 'musl-gcc', libc: 'musl', allocator: 'mallocng' };

export const candidates: readonly TargetUnderTest[] = [
  glibc,
  // Weak references behave differently in a static link.
  { ...glibc, name: 'glibc-static', ldflags: '-static', link: 'static' },
  { ...musl, ldflags: '-static', link: 'static' },
  { ...musl, name: 'musl-dynamic' },
  { ...glibc, name: 'glibc+jemalloc', ldlibs: '-ljemalloc', allocator: 'jemalloc' },
];

/** Can a program be linked with this compiler and these libraries? */
export function canLink(cc: string, ...libraries: readonly string[]): boolean {
  const { status } = spawnSync(cc, ['-x', 'c', '-', ...libraries, '-o', '/dev/null'], {
    input: 'int main(void){return 0;}',
  });
  return status === 0;
}

const linked = (ldlibs: string) => ldlibs.split(' ').filter((word) => word !== '');

/** Those whose compiler and libraries are here. */
export const buildable = candidates.filter(({ cc, ldlibs }) => canLink(cc, ...linked(ldlibs)));
export const hasMusl = buildable.some(({ name }) => name === 'musl');

/** Whose work and counts are compared: glibc-static is only proved. */
export const targets = buildable.map(({ name }) => name).filter((name) => name !== 'glibc-static');

export const programOf = (target: string) => join(folder, 'targets', target, `numa-bench-${target}`);

/** The program under a sanitizer. */
export const sanitized = (variant: 'address' | 'thread') => join(folder, variant, `numa-bench-${variant}`);

/** Object files that a target's program is linked from, by its link map: its folder may hold more from before. */
export function objectsOf(target: string): readonly string[] {
  const map = readFileSync(`${programOf(target)}.map`, 'utf8');
  return [...map.matchAll(/^LOAD (.*\/objects\/.*\.o)$/gm)].flatMap(([, path]) => path ?? []);
}
