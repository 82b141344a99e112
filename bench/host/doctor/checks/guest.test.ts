import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { judge, oneNode } from '../../../../test/fixtures/sys/judge-machine.ts';
import type { DoctorContext } from '../check.ts';
import { checkGuest } from './guest.ts';

const folder = 'cache/kernels/linux-image-cloud-amd64';

function imageOf(content: string): Record<string, string> {
  // The tree ends every file with a line end.
  const sha256 = createHash('sha256').update(`${content}\n`).digest('hex');
  const record = JSON.stringify({ package: 'x', version: '6.1.0-1', sha256 });
  return { [`${folder}/kernel.json`]: record, [`${folder}/vmlinuz`]: content };
}

describe('the guest', () => {
  test('has a kernel when set-up has laid one out', async () => {
    expect(await judge(checkGuest, { files: imageOf('image') })).toMatchObject({ 'guest-kernel': 'pass' });
  });

  test('has none when the image is not the one that was fetched', async () => {
    const files = { ...imageOf('image'), [`${folder}/vmlinuz`]: 'imag' };
    expect(await judge(checkGuest, { files, nodes: oneNode })).toMatchObject({ 'guest-kernel': 'fail' });
    const garbage = { ...imageOf('image'), [`${folder}/kernel.json`]: '{garbage' };
    expect(await judge(checkGuest, { files: garbage, nodes: oneNode })).toMatchObject({
      'guest-kernel': 'fail',
    });
  });

  test('without a kernel is a failure where there are no two real nodes', async () => {
    expect(await judge(checkGuest, { nodes: oneNode })).toMatchObject({ 'guest-kernel': 'fail' });
    expect(await judge(checkGuest, {})).toMatchObject({ 'guest-kernel': 'warn' });
  });

  test('runs under KVM only where one has booted: a device alone is no pass', async () => {
    const files = { 'dev/kvm': '' };
    const verdictOf = async (answer: Awaited<ReturnType<DoctorContext['tryKvm']>>) =>
      (await judge(checkGuest, { files, context: { tryKvm: async () => answer } })).kvm;
    expect(await verdictOf('works')).toBe('pass');
    expect(await verdictOf('fails')).toBe('warn');
    expect(await verdictOf({ unavailable: 'no kernel' })).toBe('unknown');
    expect((await judge(checkGuest, {})).kvm).toBe('pass');
  });
});
