import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { findLabRoot } from '../lab-root.ts';
import { linkKernels, openTestMachine } from '../machine/virtual/testing/open-test-machine.ts';
import type { VirtualMachine } from '../machine/virtual/virtual-machine.ts';
import { presets } from '../plan/presets.ts';
import { buildTargets } from './build.ts';
import { type ConformanceFailure, runConformance } from './run-conformance.ts';

const folder = mkdtempSync(join(tmpdir(), 'numa-lab-conformance-'));
const names = [...new Set(Object.values(presets).flatMap(({ targets }) => targets))];
const everyCpu = ['--cpunodebind=0,1', '--localalloc'];

let targets: Awaited<ReturnType<typeof buildTargets>>;
let machine: VirtualMachine;
beforeAll(async () => {
  linkKernels(folder);
  targets = await buildTargets(names, {
    cacheDirectory: folder,
    labRoot: findLabRoot(),
    onProgress: () => undefined,
  });
  machine = await openTestMachine(folder, {
    shape: { nodes: 2, cpusPerNode: 2, memoryPerNodeBytes: 512 * 1024 * 1024 },
    freshGuest: 'run',
    targets,
  });
});
afterAll(async () => {
  await machine?.close();
  rmSync(folder, { recursive: true });
});

/** jemalloc 5.3.0 returns NULL from realloc without setting errno, which later versions mended. */
function knownFailures(target: string): readonly Partial<ConformanceFailure>[] {
  const { name, version } = targets.get(target)?.proof.allocator ?? { name: '', version: '' };
  return name === 'jemalloc' && version.startsWith('5.3.0-') ? [{ check: 'realloc-says-enomem' }] : [];
}

test.each(names)('%s does in a guest of two nodes what the standards ask of an allocator', async (target) => {
  const signal = new AbortController().signal;
  const result = await runConformance(machine, { target, numactl: everyCpu, signal });
  const known = knownFailures(target);
  expect(result).toMatchObject(known.length > 0 ? { state: 'failed', failures: known } : { state: 'passed' });
});
