import { copyFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { availableMemory } from 'node:process';
import type { Environment } from '../../../results/schema/environment.ts';
import type { FreshGuest, KernelSettings, VirtualShape } from '../../../results/schema/plan.ts';
import type { BuiltTarget } from '../../targets/built-target.ts';
import { UserError } from '../../user-error.ts';
import { checkNumactlArguments } from '../host/launch.ts';
import type { Machine, TrialCommand, TrialOutput } from '../machine.ts';
import { makeProcessEnvironment } from '../process-environment.ts';
import { checkShape } from './check-shape.ts';
import type { Guest } from './guest.ts';
import { GuestError } from './guest-error.ts';
import { buildInitramfs } from './image/initramfs.ts';
import { defaultKernel, readKernelImage } from './image/kernel-image.ts';
import { findVirtualTools } from './image/tools.ts';
import { chooseAccelerator } from './qemu/accelerator.ts';
import { restoreGuest } from './qemu/boot.ts';
import type { GuestRecipe } from './qemu/recipe.ts';
import { ensureSnapshot, type Snapshot, type SnapshotCheck } from './qemu/snapshot.ts';
import { startGuest } from './qemu/start-guest.ts';
import { readTail } from './read-tail.ts';
import { makeOutput, makeRunRequest, settingsOf } from './trial.ts';
import { makeVirtualTopology } from './virtual-topology.ts';

export interface VirtualMachineOptions {
  readonly shape: VirtualShape;
  readonly settings: KernelSettings;
  readonly freshGuest: FreshGuest;
  /**
   * True to reseed the random pool and shuffle the free lists of a restored guest from its first trial's
   * seed.
   */
  readonly perturb: boolean;
  readonly targets: ReadonlyMap<string, BuiltTarget>;
  /** The consoles of all guests are appended to this file. */
  readonly consoleLogPath: string;
  readonly cacheDirectory: string;
  readonly signal: AbortSignal;
  readonly onProgress: (line: string) => void;
  /** Name of the kernel package that scripts/fetch-kernel.sh fetched. */
  readonly kernelPackage?: string;
}

export type VirtualMachine = Machine & { readonly description: NonNullable<Environment['virtual']> };

/** The agent itself enforces the time limit of a trial; a guest silent for this long after it is lost. */
const graceMs = 20_000;
const perturbLimitMs = 60_000;
const powerOffLimitMs = 5000;

/**
 * A QEMU guest with NUMA nodes. Boots it once and saves it; every trial, block or run then starts from that
 * state. Throws UserError for a missing tool, program or kernel, for more memory than there is and for an
 * environment of a target that is not available; rejects with GuestError when the guest cannot be booted and with the signal's reason when aborted. No emulator
 * outlives this process.
 */
export async function openVirtualMachine(options: VirtualMachineOptions): Promise<VirtualMachine> {
  checkShape(options.shape, availableMemory());
  // An environment that is not available is told before a guest is booted.
  for (const target of options.targets.values()) makeProcessEnvironment(target);
  const recipe = await makeRecipe(options);
  try {
    return makeMachine(options, recipe, await ensureSnapshot(recipe, { ...options, check: 'hash' }));
  } catch (cause) {
    if (!(cause instanceof GuestError)) throw cause;
    throw new UserError(`the virtual machine does not boot: ${cause.message}`, {
      hint: `${await keepConsole(options)}\`numa-lab doctor\` checks what it needs`,
      cause,
    });
  }
}

/**
 * What the description of this machine will be, the release of its kernel apart, which only a booted guest tells: the image's hash stands for it.
 * Throws UserError as opening it does.
 */
export async function describeVirtualMachine(
  options: VirtualMachineOptions,
): Promise<Omit<VirtualMachine['description'], 'kernel'>> {
  return describeRecipe(options, await makeRecipe(options));
}

function describeRecipe(
  { shape }: VirtualMachineOptions,
  { tools, accelerator, kernel, initramfs }: GuestRecipe,
) {
  return {
    qemu: tools.qemu.version,
    accelerator,
    kernelPackage: `${kernel.package} ${kernel.version}`,
    kernelSha256: kernel.sha256,
    initramfsSha256: initramfs.sha256,
    topology: makeVirtualTopology(shape),
  };
}

/** Puts the console of a guest that did not boot where it outlives the run directory; says where, if there is anything in it. */
async function keepConsole(options: VirtualMachineOptions): Promise<string> {
  const kept = join(options.cacheDirectory, 'failed-boot-console.log');
  try {
    if ((await stat(options.consoleLogPath)).size === 0) return '';
    await copyFile(options.consoleLogPath, kept);
    return `its console is in ${kept}; `;
  } catch {
    return '';
  }
}

async function makeRecipe(options: VirtualMachineOptions): Promise<GuestRecipe> {
  const tools = await findVirtualTools();
  const kernel = await readKernelImage(options.cacheDirectory, options.kernelPackage ?? defaultKernel);
  const initramfs = await buildInitramfs(options.cacheDirectory, {
    agent: tools.agent,
    numactl: tools.numactl,
    targets: [...options.targets.values()],
  });
  const parts = { tools, kernel, initramfs, consoleLog: options.consoleLogPath };
  return { ...parts, shape: options.shape, accelerator: await chooseAccelerator(parts, options) };
}

/** A guest and what it may still be used for. */
interface OpenGuest {
  readonly guest: Guest;
  readonly block: number;
}

function makeMachine(
  options: VirtualMachineOptions,
  recipe: GuestRecipe,
  snapshot: Snapshot,
): VirtualMachine {
  const topology = makeVirtualTopology(options.shape);
  let open: OpenGuest | undefined;

  const discard = async () => {
    const old = open;
    open = undefined;
    await old?.guest.kill();
  };
  const restore = async (signal: AbortSignal, check: SnapshotCheck): Promise<Guest> => {
    // Another run may have evicted it meanwhile; asking also marks it as used.
    const { folder, stateFile } = await ensureSnapshot(recipe, { ...options, signal, check });
    try {
      return await restoreGuest(recipe, stateFile, signal);
    } catch (error) {
      // A state that cannot be restored must not fail every trial to come.
      if (error instanceof GuestError) await rm(folder, { recursive: true, force: true });
      throw error;
    }
  };
  const guestFor = async (
    command: TrialCommand,
    signal: AbortSignal,
    check: SnapshotCheck,
  ): Promise<Guest> => {
    if (open !== undefined && (options.freshGuest === 'run' || open.block === command.block))
      return open.guest;
    await discard();
    const guest = await restore(signal, check);
    open = { guest, block: command.block };
    if (options.perturb) await guest.perturb(command.seed, perturbLimitMs, nodesToPerturb(command));
    return guest;
  };
  /** A guest for one trial only needs those that the trial uses, which saves half a second with eight nodes. */
  const nodesToPerturb = ({ nodes }: TrialCommand) => (options.freshGuest === 'trial' ? nodes : undefined);
  const runTrial = async (command: TrialCommand, signal: AbortSignal): Promise<TrialOutput> => {
    for (const process of command.processes) checkNumactlArguments(process.numactl, topology);
    const request = makeRunRequest(command, options);
    const { guest, lostStarts } = await startGuest((check) => guestFor(command, signal, check), {
      signal,
      onBroken: async () => {
        await discard();
        options.onProgress(
          `the virtual machine broke before trial ${command.trial} began, and is started again`,
        );
      },
    });
    const trial = await guest.run(request, command.timeoutMs + graceMs);
    return { ...makeOutput(trial, settingsOf(command, options.settings)), lostStarts };
  };

  return {
    kind: 'virtual',
    topology,
    description: { ...describeRecipe(options, recipe), kernel: snapshot.kernel },
    runTrial: async (command, signal) => {
      signal.throwIfAborted();
      const onAbort = () => void discard();
      signal.addEventListener('abort', onAbort);
      let keep = false;
      try {
        const output = await runTrial(command, signal);
        // A trial that ended badly may have left the guest in a bad state.
        keep = options.freshGuest !== 'trial' && endedWell(output);
        return output;
      } catch (error) {
        signal.throwIfAborted();
        if (!(error instanceof GuestError)) throw error;
        await discard();
        return { state: 'broken', detail: error.message, stderr: await readTail(options.consoleLogPath) };
      } finally {
        signal.removeEventListener('abort', onAbort);
        if (!keep) await discard();
      }
    },
    close: async () => {
      const last = open;
      open = undefined;
      await last?.guest.powerOff(powerOffLimitMs);
    },
  };
}

function endedWell(output: TrialOutput): boolean {
  return output.state === 'ran' && output.processes.every((process) => process.exit.state === 'exited');
}
