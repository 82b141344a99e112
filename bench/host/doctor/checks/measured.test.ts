import { describe, expect, test } from 'vitest';
import type { TimedModeLine } from '../../../../results/schema/wire.ts';
import { makeLines, makeProof, renderLines } from '../../../../test/fixtures/program-output.ts';
import { judge, makeContext, oneNode } from '../../../../test/fixtures/sys/judge-machine.ts';
import type { DoctorContext } from '../check.ts';
import { checkMeasured } from './measured.ts';

const spec = { threads: [{ role: 'prober', node: 0, cpu: 0 }], numactl: [], boundNodes: [] };

/** A machine whose clock and loads take so long; loads by `from to to`. */
async function contextOf(
  clockNs: number,
  loadNs: Record<string, number>,
  change = {},
): Promise<Partial<DoctorContext>> {
  const [about, ...rest] = makeLines(spec, makeProof('glibc'));
  const measured: TimedModeLine[] = [
    { type: 'harness-cost', what: 'clock-read', index: 0, repetitions: 100, durationNs: clockNs * 100 },
    ...Object.entries(loadNs).map(([pair, ns]): TimedModeLine => {
      const [fromNode = 0, toNode = 0] = pair.split(' to ').map(Number);
      return {
        type: 'pointer-chase',
        fromNode,
        toNode,
        index: 0,
        bytes: 1,
        loads: 100,
        durationNs: ns * 100,
      };
    }),
  ];
  const stdout = renderLines([...(about ? [about] : []), ...measured, ...rest]).trimEnd();
  const { sources } = await makeContext({});
  return {
    findBenchmark: async () => '/cache/numa-bench-glibc',
    sources: { ...sources, run: async () => ({ state: 'exited', code: 0, stdout, stderr: '', ...change }) },
  };
}

const far = { '0 to 0': 90, '0 to 1': 150, '1 to 1': 90, '1 to 0': 140 };

describe('measuring', () => {
  test('shows that loads from the other node take longer, and what the clock costs', async () => {
    expect(await judge(checkMeasured, { context: await contextOf(24, far) })).toEqual({
      'timer-cost': 'pass',
      'node-latency': 'pass',
    });
  });

  test('warns of nodes with a remote load as fast as a local one, and of a clock that enters the kernel', async () => {
    const alike = { ...far, '1 to 0': 91 };
    expect(await judge(checkMeasured, { context: await contextOf(900, alike) })).toEqual({
      'timer-cost': 'warn',
      'node-latency': 'warn',
    });
  });

  test('says how much longer the nearest remote load takes than a local one', async () => {
    const context = await makeContext({ context: await contextOf(24, far) });
    const found = (await checkMeasured(context)).find(({ id }) => id === 'node-latency');
    expect(found?.seen).toBe(
      'from node 1 to 0 1.56 times as long as a local load, the least of 2 directions',
    );
  });

  test('has no latency to report for one node', async () => {
    const context = await contextOf(24, { '0 to 0': 90 });
    expect(await judge(checkMeasured, { context, nodes: oneNode })).toEqual({ 'timer-cost': 'pass' });
  });

  test('takes one CPU for the clock where no nodes can be compared, and says so of a machine without any', async () => {
    const shared = [0, 1].map((node) => ({ node, cpus: '0-1', memoryKib: 1024, distances: [10, 10] }));
    const context = await contextOf(24, { '0 to 0': 90 });
    expect(await judge(checkMeasured, { context, nodes: shared })).toEqual({ 'timer-cost': 'pass' });
    const topology = { nodes: [{ node: 0, cpus: [], memoryBytes: 1 }], distances: [[10]] };
    expect(await judge(checkMeasured, { context: { ...context, topology } })).toEqual({
      'timer-cost': 'unknown',
    });
  });

  test('is unknown, never passed, without a program, or where the program failed or said nothing of it', async () => {
    const unknown = { 'timer-cost': 'unknown', 'node-latency': 'unknown' };
    expect(await judge(checkMeasured, {})).toEqual(unknown);
    expect(
      await judge(checkMeasured, { context: await contextOf(24, far, { code: 77, stderr: 'mbind: EPERM' }) }),
    ).toEqual(unknown);
    expect(await judge(checkMeasured, { context: await contextOf(24, far, { stdout: 'garbage' }) })).toEqual(
      unknown,
    );
    expect(await judge(checkMeasured, { context: await contextOf(24, {}) })).toEqual({
      'timer-cost': 'pass',
      'node-latency': 'unknown',
    });
  });
});
