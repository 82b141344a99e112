import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { findLabRoot } from '../../../lab-root.ts';
import type { BuiltTarget } from '../../../targets/built-target.ts';

/** For tests: native/guest/test/fixture.c, built and presented as the target `fixture`. */
export function buildFixtureTarget(): BuiltTarget {
  const native = join(findLabRoot(), 'native');
  execFileSync('make', ['-s', '-C', join(native, 'guest'), 'all', 'fixture']);
  const path = join(native, 'build', 'guest', 'fixture');
  return {
    name: 'fixture',
    path,
    binarySha256: createHash('sha256').update(readFileSync(path)).digest('hex'),
    libraries: [],
    modules: [],
    environment: {},
    parts: [],
    proof: {
      target: 'fixture',
      libc: { name: 'glibc', version: 'unknown', link: 'static' },
      allocator: {
        name: 'unknown',
        version: 'none',
        evidence: 'a fixture proves nothing',
        object: 'program',
        ownership: 'none',
        settings: {},
      },
      usableSizeBytes: [],
      derivedDefaults: {},
      build: { compiler: 'gcc', flags: '', sourceSha256: '0'.repeat(64) },
    },
    proofSha256: '0'.repeat(64),
  };
}
