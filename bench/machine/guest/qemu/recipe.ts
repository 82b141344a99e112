import { createHash } from 'node:crypto';
import type { VirtualShape } from '../../../../results/schema/plan.ts';
import type { Initramfs } from '../image/initramfs.ts';
import type { KernelImage } from '../image/kernel-image.ts';
import type { VirtualTools } from '../image/tools.ts';
import { descriptors, type EmulatorCommand } from './emulator.ts';
import { type Accelerator, makeQemuArguments } from './qemu-arguments.ts';

/** Everything that decides what a freshly booted guest is. */
export interface GuestRecipe {
  readonly shape: VirtualShape;
  readonly accelerator: Accelerator;
  readonly tools: VirtualTools;
  readonly kernel: KernelImage;
  readonly initramfs: Initramfs;
  readonly consoleLog: string;
}

/** How to start the emulator: to boot, or to wait for the state in `stateFile`. */
export function makeEmulatorCommand(
  recipe: GuestRecipe,
  options: { readonly incoming: boolean; readonly stateFile: string },
): EmulatorCommand {
  return {
    guard: recipe.tools.guard,
    qemu: recipe.tools.qemu.path,
    stateFile: options.stateFile,
    arguments: makeQemuArguments({
      shape: recipe.shape,
      accelerator: recipe.accelerator,
      kernel: recipe.kernel.path,
      initramfs: recipe.initramfs.path,
      consoleLog: recipe.consoleLog,
      monitorDescriptor: descriptors.monitor,
      channelDescriptor: descriptors.channel,
      incoming: options.incoming,
    }),
  };
}

/**
 * Names the state of a guest that has booted: the emulator's version and arguments, with the content of the
 * files that it is given instead of their names.
 */
export function makeSnapshotKey(recipe: GuestRecipe): string {
  const arguments_ = makeQemuArguments({
    shape: recipe.shape,
    accelerator: recipe.accelerator,
    kernel: recipe.kernel.sha256,
    initramfs: recipe.initramfs.sha256,
    consoleLog: '',
    monitorDescriptor: descriptors.monitor,
    channelDescriptor: descriptors.channel,
    incoming: false,
  });
  return createHash('sha256')
    .update(JSON.stringify([recipe.tools.qemu.version, arguments_]))
    .digest('hex');
}
