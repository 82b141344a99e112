import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findLabRoot } from '../lab-root.ts';
import type { Addon } from './addon.ts';
import { addonPath, loadAddon } from './load-addon.ts';

const path = addonPath(findLabRoot());
let folder = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'numa-lab-addon-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test('an addon that was not built is undefined', () => {
  expect(loadAddon(join(folder, 'none.node'))).toBeUndefined();
});

test('a file that is no addon is undefined', async () => {
  await writeFile(join(folder, 'garbage.node'), 'garbage');
  expect(loadAddon(join(folder, 'garbage.node'))).toBeUndefined();
});

test('an addon without the functions of this lab is undefined', async () => {
  await writeFile(join(folder, 'older.cjs'), 'module.exports = { probeSystemCalls: () => [] };');
  expect(loadAddon(join(folder, 'older.cjs'))).toBeUndefined();
});

test('answers get their types, and a call this lab does not know is left out', async () => {
  const answers = [{ call: 'mbind' }, { call: 'move_pages', error: 'EPERM' }, { call: 'new_call' }];
  await writeFile(
    join(folder, 'fake.cjs'),
    `module.exports = { probeSystemCalls: () => ${JSON.stringify(answers)}, sampleMemory() {} };`,
  );
  const addon = loadAddon(join(folder, 'fake.cjs'));
  expect(addon?.probeSystemCalls()).toEqual([
    { call: 'mbind', state: 'works' },
    { call: 'move_pages', state: 'refused', error: 'EPERM' },
  ]);
  // One that was built before it had the bootstrap is good for the rest.
  expect(addon?.bootstrapPooledQuantiles).toBeUndefined();
});

// Without cargo, set-up goes on without the addon: then these count as skipped. One that is there and does not load fails them.
describe.skipIf(!existsSync(path))('the addon that set-up has built', () => {
  function load(): Addon {
    const addon = loadAddon(path);
    if (addon === undefined) throw new Error(`${path} does not load`);
    return addon;
  }

  test('probes every call once', () => {
    expect(
      load()
        .probeSystemCalls()
        .map(({ call }) => call),
    ).toEqual([
      'mbind',
      'set_mempolicy',
      'get_mempolicy',
      'move_pages',
      'perf_event_open',
      'perf_event_open-hardware',
    ]);
  });

  test('samples a process until it is stopped, and says why it cannot', () => {
    const addon = load();
    const sampler = addon.sampleMemory(process.pid, 1000);
    const { atNs, tookNs, residentBytes, anonymousBytes, walks, ...rest } = sampler.stop();
    expect([atNs, tookNs, anonymousBytes].map((column) => column.length)).toEqual([1, 1, 1]);
    expect((residentBytes[0] ?? 0) / process.memoryUsage.rss()).toBeCloseTo(1, 0);
    expect(walks).toMatchObject([{ sample: 0 }]);
    expect(rest).toMatchObject({ missed: 0, dropped: 0 });
    expect(rest).not.toHaveProperty('failure');
    expect(() => sampler.stop()).toThrow('stopped before');
    expect(() => addon.sampleMemory(4_194_303, 100)).toThrow(/No such file|os error 2/);
    expect(() => addon.sampleMemory(process.pid, 0)).toThrow('time between samples');
  });
});
