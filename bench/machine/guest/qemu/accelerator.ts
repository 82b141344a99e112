import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { access, mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readText } from '../../../host/read-text.ts';
import { bootGuest } from './boot.ts';
import { type Accelerator, mebibyte } from './qemu-arguments.ts';
import type { GuestRecipe } from './recipe.ts';

/**
 * A guest of two CPUs boots under KVM in about a second. A /dev/kvm that opens and then hangs exists in the
 * wild.
 */
const probeLimitMs = 8000;

/** A guest small enough to boot at once, on two nodes because that is what the lab needs. */
const probeShape = { nodes: 2, cpusPerNode: 1, memoryPerNodeBytes: 192 * mebibyte };

/**
 * KVM where a guest really boots under it, else the emulator. The answer is kept until the host reboots or
 * QEMU, kernel or agent change. Rejects only with the signal's reason.
 */
export async function chooseAccelerator(
  recipe: Omit<GuestRecipe, 'accelerator' | 'shape'>,
  options: {
    readonly cacheDirectory: string;
    readonly signal: AbortSignal;
    readonly device?: string;
    readonly limitMs?: number;
  },
): Promise<Accelerator> {
  if (!(await isUsable(options.device ?? '/dev/kvm'))) return 'tcg';
  const file = join(options.cacheDirectory, 'kvm', await makeProbeKey(recipe));
  const known = await readText(file);
  if (known === 'kvm' || known === 'tcg') return known;
  const found = await probeKvm(recipe, options.limitMs ?? probeLimitMs, options.signal);
  await mkdir(join(options.cacheDirectory, 'kvm'), { recursive: true });
  await writeFile(`${file}.${process.pid}`, found);
  await rename(`${file}.${process.pid}`, file);
  return found;
}

async function isUsable(device: string): Promise<boolean> {
  return access(device, constants.R_OK | constants.W_OK).then(
    () => true,
    () => false,
  );
}

async function probeKvm(
  recipe: Omit<GuestRecipe, 'accelerator' | 'shape'>,
  limitMs: number,
  signal: AbortSignal,
): Promise<Accelerator> {
  try {
    const probe = { ...recipe, accelerator: 'kvm', shape: probeShape } as const;
    const { guest } = await bootGuest(probe, limitMs, signal);
    await guest.kill();
    return 'kvm';
  } catch {
    signal.throwIfAborted();
    return 'tcg';
  }
}

async function makeProbeKey(recipe: Omit<GuestRecipe, 'accelerator' | 'shape'>): Promise<string> {
  const boot = await readText('/proc/sys/kernel/random/boot_id');
  return createHash('sha256')
    .update(JSON.stringify([boot, recipe.tools.qemu.version, recipe.kernel.sha256]))
    .digest('hex');
}
