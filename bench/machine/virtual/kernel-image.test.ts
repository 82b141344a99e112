import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { readKernelImage } from './kernel-image.ts';

const cache = mkdtempSync(join(tmpdir(), 'numa-lab-kernel-'));
afterAll(() => rmSync(cache, { recursive: true }));

test('finds a fetched kernel', async () => {
  const folder = join(cache, 'kernels', 'linux-image-x');
  mkdirSync(folder, { recursive: true });
  const record = { package: 'linux-image-1', version: '1-2', sha256: '0'.repeat(64) };
  writeFileSync(join(folder, 'kernel.json'), JSON.stringify(record));
  expect(await readKernelImage(cache, 'linux-image-x')).toEqual({ path: join(folder, 'vmlinuz'), ...record });
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
