import { describe, expect, test } from 'vitest';
import { judge, makeContext, oneNode } from '../../../../test/fixtures/sys/judge-machine.ts';
import { checkSiblings } from './siblings.ts';

const hypervisor = { 'proc/cpuinfo': 'processor : 0\nflags\t\t: fpu hypervisor lm' };

describe('cores', () => {
  test('without other hardware threads, or with both of them ours, are our own', async () => {
    expect(await judge(checkSiblings, {})).toEqual({ smt: 'pass' });
    const machine = { cores: ['0,1'], nodes: oneNode, files: hypervisor };
    expect(await judge(checkSiblings, machine)).toEqual({ smt: 'pass' });
  });

  test('of which a cpuset leaves one hardware thread to others are shared', async () => {
    expect(await judge(checkSiblings, { cores: ['0,1'], allowedCpus: '0' })).toEqual({ smt: 'warn' });
  });

  test('with one thread each under a hypervisor are not known to be ours', async () => {
    expect(await judge(checkSiblings, { files: hypervisor })).toEqual({ smt: 'unknown' });
  });

  test('are not known where threads of a core, hypervisors, or CPUs are not reported', async () => {
    const files = { 'sys/devices/system/cpu/cpu1/topology/core_cpus_list': '' };
    expect(await judge(checkSiblings, { files })).toEqual({ smt: 'unknown' });
    const arm = { files: { 'proc/cpuinfo': 'processor : 0\nFeatures : fp asimd' } };
    expect(await judge(checkSiblings, arm)).toEqual({ smt: 'unknown' });
    const topology = { nodes: [{ node: 0, cpus: [], memoryBytes: 1024 }], distances: [[10]] };
    expect(await judge(checkSiblings, { context: { topology } })).toEqual({ smt: 'unknown' });
  });

  test('that two nodes list are counted once', async () => {
    const nodes = [0, 1].map((node) => ({ node, cpus: '0-1', memoryKib: 1024, distances: [10, 10] }));
    const [check] = await checkSiblings(await makeContext({ nodes }));
    expect(check?.seen).toBe('2 cores, one hardware thread each');
  });
});
