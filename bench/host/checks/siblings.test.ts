import { describe, expect, test } from 'vitest';
import { judge, oneNode } from '../../../test/fixtures/sys/judge-machine.ts';
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
});
