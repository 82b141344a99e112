import { chmodSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readKernelImage } from '../image/kernel-image.ts';
import { findVirtualTools } from '../image/tools.ts';
import { findProcesses } from '../testing/find-processes.ts';
import { buildFixtureTarget } from '../testing/fixture-target.ts';
import { linkKernels } from '../testing/open-test-machine.ts';
import { chooseAccelerator } from './accelerator.ts';

const folder = mkdtempSync(join(tmpdir(), 'numa-lab-kvm-'));
// Any file that can be opened for reading and writing: what the probe boots decides, not what the device says.
const device = join(folder, 'kvm-device');
const signal = new AbortController().signal;

beforeAll(() => {
  buildFixtureTarget();
  linkKernels(folder);
  writeFileSync(device, '');
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Parts of a guest whose emulator is a shell script. */
async function makeParts(script: string) {
  const tools = await findVirtualTools();
  const path = join(mkdtempSync(join(folder, 'bin-')), 'qemu');
  writeFileSync(path, `#!/bin/sh\n${script}\n`);
  chmodSync(path, 0o755);
  return {
    tools: { ...tools, qemu: { path, version: script } },
    kernel: await readKernelImage(folder, 'linux-image-cloud-amd64'),
    initramfs: { path: '/nonexistent', sha256: '0'.repeat(64) },
    consoleLog: join(folder, 'console.log'),
  };
}

test('emulates where there is no KVM, without trying', async () => {
  const parts = await makeParts('exit 1');
  const options = { cacheDirectory: folder, signal, device: join(folder, 'none') };
  expect(await chooseAccelerator(parts, options)).toBe('tcg');
  expect(readdirSync(folder)).not.toContain('kvm');
});

test.each([
  ['aborts', 'kill -ABRT $$'],
  ['hangs before it says anything', 'kill -STOP $$'],
])('emulates where QEMU %s under KVM, and remembers it', async (_, script) => {
  const parts = await makeParts(script);
  const options = { cacheDirectory: folder, signal, device, limitMs: 500 };
  expect(await chooseAccelerator(parts, options)).toBe('tcg');
  expect(findProcesses(parts.tools.qemu.path)).toEqual([]);
  const begun = performance.now();
  expect(await chooseAccelerator(parts, options)).toBe('tcg');
  expect(performance.now() - begun).toBeLessThan(400);
});
