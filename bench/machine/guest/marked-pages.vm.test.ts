import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { cacheDirectory } from '../../cache-directory.ts';
import { findLabRoot } from '../../lab-root.ts';
import type { BuiltTarget } from '../../targets/built-target.ts';
import { buildFixtureTarget } from './testing/fixture-target.ts';
import { linkKernels, makeTrial, openTestMachine, runFixture } from './testing/open-test-machine.ts';

const kernels = ['linux-image-cloud-amd64', 'linux-image-6.12-cloud-amd64'];
const isFetched = (kernel: string) => existsSync(join(cacheDirectory(), 'kernels', kernel, 'kernel.json'));

const folder = mkdtempSync(join(tmpdir(), 'numa-lab-marked-'));
let program: BuiltTarget;
beforeAll(() => {
  linkKernels(folder);
  program = buildMarkedPages();
});
afterAll(() => rmSync(folder, { recursive: true }));

function buildMarkedPages(): BuiltTarget {
  const path = join(folder, 'marked_pages');
  const compiler = ['CC=musl-gcc', 'LDFLAGS=-static', 'TARGET=marked', `OUT=${folder}`];
  execFileSync('make', ['-j2', '-s', '-C', join(findLabRoot(), 'native'), path, ...compiler]);
  const binarySha256 = createHash('sha256').update(readFileSync(path)).digest('hex');
  return { ...buildFixtureTarget(), path, binarySha256 };
}

test.each(kernels.filter(isFetched))(
  'with %s the nodes of pages that NUMA balancing has just marked are known, and asking moves none',
  async (kernelPackage) => {
    const machine = await openTestMachine(folder, {
      kernelPackage,
      targets: new Map([['fixture', program]]),
      settings: { numaBalancing: '1', transparentHugepage: 'never', addressRandomisation: '0' },
    });
    const [process] = await runFixture(machine, makeTrial([[]], { numactl: ['--cpunodebind=0,1'] }));
    await machine.close();
    expect(process?.stdout).not.toContain('not ok');
    expect(process?.exit).toEqual({ state: 'exited', code: 0 });
  },
);
