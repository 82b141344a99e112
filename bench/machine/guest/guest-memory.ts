import type { MemoryOverTime } from '../../../results/schema/counts.ts';
import type { GuestTrial } from './guest.ts';

const kib = 1024;

/** What the agent saw of one process; undefined when it was not asked to look. */
export function makeGuestMemory(
  { ran, memory }: Pick<GuestTrial, 'ran' | 'memory'>,
  process: number,
): MemoryOverTime | undefined {
  if (ran.memory === undefined) return undefined;
  const own = memory.filter((message) => message.process === process);
  const samples = own.flatMap((message) => message.samples ?? []);
  const walks = own.flatMap((message) => message.walks ?? []);
  if (samples.length === 0)
    return { state: 'unavailable', reason: 'the process ended before its first sample' };
  const width = Math.max(0, ...walks.map(([, , , ...nodes]) => nodes.length));
  const nodes = Array.from({ length: width }, (_, node) => ({
    node,
    bytes: walks.map(([, , , ...onNode]) => (onNode[node] ?? 0) * kib),
  }));
  return {
    state: 'sampled',
    residentBytes: samples.map(([resident]) => resident * kib),
    anonymousBytes: samples.map(([, anonymous]) => anonymous * kib),
    walks: {
      sample: walks.map(([sample]) => sample),
      anonymousBytes: walks.map(([, anonymous]) => anonymous * kib),
      lazyFreeBytes: walks.map(([, , lazyFree]) => lazyFree * kib),
      // The agent reports as many nodes as a guest can have.
      nodes: nodes.filter(({ bytes }) => bytes.some((one) => one > 0)),
    },
    missed: ran.memory.missed,
    dropped: ran.memory.dropped[process] ?? 0,
  };
}
