import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { cacheDirectory } from '../cache-directory.ts';
import { findLabRoot } from '../lab-root.ts';
import { linkKernels, openTestMachine } from '../machine/guest/testing/open-test-machine.ts';
import type { VirtualMachine } from '../machine/guest/virtual-machine.ts';
import { presets } from '../plan/presets.ts';
import { buildTargets } from './build.ts';
import type { BuiltTarget } from './built-target.ts';
import { runConformance } from './run-conformance.ts';
import { findTarget } from './targets.ts';

const folder = mkdtempSync(join(tmpdir(), 'numa-lab-conformance-'));
const names = [...new Set(Object.values(presets).flatMap(({ targets }) => targets))];
const everyCpu = ['--cpunodebind=0,1'];

let targets: ReadonlyMap<string, BuiltTarget>;
let machine: VirtualMachine;
beforeAll(async () => {
  linkKernels(folder);
  const outcomes = await buildTargets(
    names.map((name) => findTarget(name)),
    { cacheDirectory: cacheDirectory(), labRoot: findLabRoot(), onProgress: () => undefined },
  );
  targets = new Map(
    [...outcomes].map(([name, outcome]) => {
      if (outcome.state === 'failed') throw outcome.error;
      return [name, outcome.target];
    }),
  );
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

test.each(names)('%s does in a guest of two nodes what the standards ask of an allocator', async (target) => {
  const signal = new AbortController().signal;
  const result = await runConformance(machine, { target, numactl: everyCpu, signal });
  const surprises = result.state === 'failed' ? result.failures.filter(({ known }) => !known) : [];
  expect(surprises).toEqual([]);
  expect(result.state).toBe(target.endsWith('+jemalloc') ? 'failed' : 'passed');
});
