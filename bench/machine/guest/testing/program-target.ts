import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { findLabRoot } from '../../../lab-root.ts';
import type { BuiltTarget } from '../../../targets/built-target.ts';
import { buildFixtureTarget } from './fixture-target.ts';

/** For tests: the benchmark program itself, static, built below `folder` and presented as the target `fixture`. */
export function buildProgramTarget(folder: string, compiler: 'gcc' | 'musl-gcc'): BuiltTarget {
  const make = [
    '-j2',
    '-s',
    '-C',
    join(findLabRoot(), 'native'),
    'bench',
    `CC=${compiler}`,
    'LDFLAGS=-static',
  ];
  execFileSync('make', [...make, 'TARGET=counted', `OUT=${folder}/counted`]);
  const path = join(folder, 'counted', 'numa-bench-counted');
  const binarySha256 = createHash('sha256').update(readFileSync(path)).digest('hex');
  return { ...buildFixtureTarget(), path, binarySha256 };
}
