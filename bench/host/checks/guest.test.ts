import { describe, expect, test } from 'vitest';
import { judge, oneNode } from '../../../test/fixtures/sys/judge-machine.ts';
import { checkGuest } from './guest.ts';

describe('the guest', () => {
  test('has a kernel when set-up has laid one out', async () => {
    const files = {
      'cache/kernels/linux-image-cloud-amd64/kernel.json': '{"package":"x","version":"6.1.0-1"}',
    };
    expect(await judge(checkGuest, { files })).toMatchObject({ 'guest-kernel': 'pass' });
  });

  test('without a kernel is a failure where there are no two real nodes', async () => {
    expect(await judge(checkGuest, { nodes: oneNode })).toMatchObject({ 'guest-kernel': 'fail' });
    expect(await judge(checkGuest, {})).toMatchObject({ 'guest-kernel': 'warn' });
  });
});
