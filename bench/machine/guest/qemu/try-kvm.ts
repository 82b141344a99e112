import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { UserError } from '../../../user-error.ts';
import { buildInitramfs } from '../image/initramfs.ts';
import { defaultKernel, readKernelImage } from '../image/kernel-image.ts';
import { findVirtualTools } from '../image/tools.ts';
import { chooseAccelerator } from './accelerator.ts';

/**
 * Whether a guest boots under KVM, found as a run finds it: within seconds, and remembered until the host reboots.
 * `unavailable` says which part of a guest is missing.
 */
export async function tryKvm(
  cacheDirectory: string,
): Promise<'works' | 'fails' | { readonly unavailable: string }> {
  const folder = await mkdtemp(join(tmpdir(), 'numa-lab-kvm-'));
  try {
    const tools = await findVirtualTools();
    const kernel = await readKernelImage(cacheDirectory, defaultKernel);
    const { agent, numactl } = tools;
    const initramfs = await buildInitramfs(cacheDirectory, { agent, numactl, targets: [] });
    const parts = { tools, kernel, initramfs, consoleLog: join(folder, 'console.log') };
    const signal = new AbortController().signal;
    const accelerator = await chooseAccelerator(parts, { cacheDirectory, signal });
    return accelerator === 'kvm' ? 'works' : 'fails';
  } catch (error) {
    if (error instanceof UserError) return { unavailable: error.message };
    throw error;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
