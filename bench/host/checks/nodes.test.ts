import { describe, expect, test } from 'vitest';
import { judge, oneNode } from '../../../test/fixtures/sys/judge-machine.ts';
import { checkNodes } from './nodes.ts';

describe('nodes', () => {
  test('are real on a machine with two', async () => {
    expect(await judge(checkNodes, {})).toEqual({ nodes: 'pass', cpuset: 'pass' });
  });

  test('are doubted under a hypervisor', async () => {
    const files = { 'proc/cpuinfo': 'processor : 0\nflags\t\t: fpu hypervisor lm' };
    expect(await judge(checkNodes, { files })).toMatchObject({ nodes: 'warn' });
  });

  test('that are asked for and missing are a failure', async () => {
    expect(await judge(checkNodes, { context: { nodes: [0, 3] } })).toMatchObject({ nodes: 'fail' });
  });

  test('of a one-node machine are a warning, because a guest can stand in', async () => {
    expect(await judge(checkNodes, { nodes: oneNode })).toMatchObject({ nodes: 'warn' });
  });

  test('of which a cpuset takes some are a warning', async () => {
    expect(await judge(checkNodes, { allowedCpus: '0' })).toMatchObject({ cpuset: 'warn' });
  });

  test('that were asked for and may not be used are a failure', async () => {
    const context = { nodes: [0, 1] };
    expect(await judge(checkNodes, { context, allowedCpus: '0' })).toMatchObject({ cpuset: 'fail' });
    expect(await judge(checkNodes, { context, allowedNodes: '0' })).toMatchObject({ cpuset: 'fail' });
  });
});
