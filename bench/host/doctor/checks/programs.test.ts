import { describe, expect, test } from 'vitest';
import { type Change, judge, oneNode } from '../../../../test/fixtures/sys/judge-machine.ts';
import { checkPrograms } from './programs.ts';

describe('programs', () => {
  const without = (missing: string): Change => ({
    context: { findProgram: async (name) => (name === missing ? undefined : name) },
  });

  test('that every run needs are a failure when missing', async () => {
    expect(await judge(checkPrograms, without('numactl'))).toMatchObject({ numactl: 'fail', gcc: 'pass' });
  });

  test('that only a guest needs are a failure where there are no two real nodes', async () => {
    const missing = without('qemu-system-x86_64');
    expect(await judge(checkPrograms, missing)).toMatchObject({ 'qemu-system-x86_64': 'warn' });
    expect(await judge(checkPrograms, { ...missing, nodes: oneNode })).toMatchObject({
      'qemu-system-x86_64': 'fail',
    });
  });

  test.each([
    ['v20.18.9', 'fail'],
    ['v20.19.0', 'pass'],
    ['v22.0.0', 'pass'],
    ['v18.20.0', 'fail'],
  ])('of Node %s is a %s', async (nodeVersion, verdict) => {
    expect(await judge(checkPrograms, { context: { nodeVersion } })).toMatchObject({ node: verdict });
  });
});
