import { expect, test } from 'vitest';
import type { SampledMemory } from '../../addon/addon.ts';
import { startSampling } from './sampling.ts';

const sampled: SampledMemory = {
  startedNs: 1_000_000,
  atNs: [0, 100],
  tookNs: [20, 10],
  residentBytes: [5000, 9000],
  anonymousBytes: [1000, 4000],
  walks: [
    { sample: 0, anonymousBytes: 1000, lazyFreeBytes: 0, nodes: [{ node: 1, residentBytes: 900 }] },
    {
      sample: 1,
      anonymousBytes: 4000,
      lazyFreeBytes: 500,
      nodes: [
        { node: 0, residentBytes: 3000 },
        { node: 1, residentBytes: 900 },
      ],
    },
  ],
  missed: 3,
  dropped: 0,
  cpuNs: 77,
};
const samplerOf = (answer: SampledMemory) => () => ({ stop: () => answer });

test('counts hold no time, times hold no bytes, and a node is a column', () => {
  expect(startSampling(1, 10, samplerOf(sampled))()).toEqual({
    counts: {
      state: 'sampled',
      residentBytes: [5000, 9000],
      anonymousBytes: [1000, 4000],
      walks: {
        sample: [0, 1],
        anonymousBytes: [1000, 4000],
        lazyFreeBytes: [0, 500],
        nodes: [
          { node: 0, bytes: [0, 3000] },
          { node: 1, bytes: [900, 900] },
        ],
      },
      missed: 3,
      dropped: 0,
    },
    times: { startedNs: 1_000_000, atNs: [0, 100], tookNs: [20, 10], samplerCpuNs: 77 },
  });
});

test('the process is sampled as often a second as was asked', () => {
  const calls: (readonly number[])[] = [];
  for (const hz of [1, 10, 300, 1000]) {
    startSampling(42, hz, (pid, everyMs) => {
      calls.push([pid, everyMs]);
      return { stop: () => sampled };
    });
  }
  expect(calls).toEqual([
    [42, 1000],
    [42, 100],
    [42, 3],
    [42, 1],
  ]);
});

test('what cannot be sampled is reported with the reason, and fails nothing', () => {
  const refuse = () => {
    throw new Error('Permission denied (os error 13)');
  };
  const reasonOf = (...options: Parameters<typeof startSampling>) => startSampling(...options)().counts;
  const unavailable = (reason: string) => ({ state: 'unavailable', reason });
  expect(reasonOf(1, 10, undefined)).toEqual(unavailable('the addon is not built'));
  expect(reasonOf(undefined, 10, samplerOf(sampled))).toEqual(
    unavailable('the process could not be started'),
  );
  expect(reasonOf(1, 10, refuse)).toEqual(unavailable('Permission denied (os error 13)'));
  expect(reasonOf(1, 10, () => ({ stop: refuse }))).toEqual(unavailable('Permission denied (os error 13)'));
  expect(reasonOf(1, 10, samplerOf({ ...sampled, failure: 'EACCES' }))).toEqual(
    unavailable('sampling ended early: EACCES'),
  );
});
