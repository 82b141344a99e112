import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { readKernelImage } from './kernel-image.ts';

const cache = mkdtempSync(join(tmpdir(), 'numa-lab-kernel-'));
afterAll(() => rmSync(cache, { recursive: true }));

const folder = join(cache, 'kernels', 'linux-image-x');
const vmlinuz = join(folder, 'vmlinuz');
const sha256 = createHash('sha256').update('image').digest('hex');
const record = { package: 'linux-image-1', version: '1-2', sha256 };

beforeEach(() => {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  writeFileSync(vmlinuz, 'image');
  writeFileSync(join(folder, 'kernel.json'), JSON.stringify(record));
});

test('finds a fetched kernel', async () => {
  expect(await readKernelImage(cache, 'linux-image-x')).toEqual({ path: vmlinuz, ...record });
});

test('says how to fetch one that is not there', async () => {
  await expect(readKernelImage(cache, 'linux-image-cloud-amd64')).rejects.toMatchObject({
    name: 'UserError',
    hint: 'fetch it with: npm run setup',
  });
  await expect(readKernelImage(cache, 'linux-image-6.12-cloud-amd64')).rejects.toMatchObject({
    hint: 'fetch it with: bash scripts/fetch-kernel.sh linux-image-6.12-cloud-amd64',
  });
});

test.each([
  ['cut short', () => writeFileSync(vmlinuz, 'imag')],
  ['gone', () => rmSync(vmlinuz)],
  ['of nothing', () => writeFileSync(vmlinuz, '')],
])('an image that is %s is damaged, and is to be fetched again', async (_, damage) => {
  damage();
  await expect(readKernelImage(cache, 'linux-image-x')).rejects.toMatchObject({
    message: expect.stringContaining(`${vmlinuz} is damaged`),
    hint: 'fetch it again with: bash scripts/fetch-kernel.sh linux-image-x',
  });
});

test('a record that is garbage is no record', async () => {
  writeFileSync(join(folder, 'kernel.json'), '{garbage');
  await expect(readKernelImage(cache, 'linux-image-x')).rejects.toThrow('is not in');
});
