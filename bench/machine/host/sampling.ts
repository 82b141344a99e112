import type { Addon, SampledMemory } from '../../addon/addon.ts';
import type { ProcessMemory } from '../machine.ts';
import { makeEveryMs } from '../sampling-interval.ts';

/** Ends the sampling of one process and tells what was seen. */
export type StopSampling = () => ProcessMemory;

/**
 * Begins to sample a process; the first sample has been taken when this returns. That it cannot be sampled fails nothing:
 * what it counts is worth having without.
 */
export function startSampling(
  pid: number | undefined,
  hz: number,
  sampleMemory: Addon['sampleMemory'] | undefined,
): StopSampling {
  if (sampleMemory === undefined) return () => unavailable('the addon is not built');
  if (pid === undefined) return () => unavailable('the process could not be started');
  try {
    const sampler = sampleMemory(pid, makeEveryMs(hz));
    return () => tryStop(() => makeProcessMemory(sampler.stop()));
  } catch (error) {
    return () => unavailable(String(error instanceof Error ? error.message : error));
  }
}

function tryStop(stop: StopSampling): ProcessMemory {
  try {
    return stop();
  } catch (error) {
    return unavailable(String(error instanceof Error ? error.message : error));
  }
}

function makeProcessMemory(sampled: SampledMemory): ProcessMemory {
  if (sampled.failure !== undefined) return unavailable(`sampling ended early: ${sampled.failure}`);
  const { residentBytes, anonymousBytes, walks, missed, dropped } = sampled;
  const nodes = [...new Set(walks.flatMap((walk) => walk.nodes.map(({ node }) => node)))].sort(
    (a, b) => a - b,
  );
  return {
    counts: {
      state: 'sampled',
      residentBytes: [...residentBytes],
      anonymousBytes: [...anonymousBytes],
      walks: {
        sample: walks.map((walk) => walk.sample),
        anonymousBytes: walks.map((walk) => walk.anonymousBytes),
        lazyFreeBytes: walks.map((walk) => walk.lazyFreeBytes),
        nodes: nodes.map((node) => ({
          node,
          bytes: walks.map((walk) => walk.nodes.find((one) => one.node === node)?.residentBytes ?? 0),
        })),
      },
      missed,
      dropped,
    },
    times: {
      startedNs: sampled.startedNs,
      atNs: [...sampled.atNs],
      tookNs: [...sampled.tookNs],
      samplerCpuNs: sampled.cpuNs,
    },
  };
}

function unavailable(reason: string): ProcessMemory {
  return { counts: { state: 'unavailable', reason } };
}
