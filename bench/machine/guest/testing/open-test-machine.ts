import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { cacheDirectory } from '../../../cache-directory.ts';
import type { ProcessOutput, TrialCommand } from '../../machine.ts';
import { openVirtualMachine, type VirtualMachine, type VirtualMachineOptions } from '../virtual-machine.ts';
import { buildFixtureTarget } from './fixture-target.ts';

/**
 * A machine for tests: 2x2, the fixture as its only target, and a cache of its own in `folder` but for the
 * kernels.
 */
export async function openTestMachine(
  folder: string,
  changes: Partial<VirtualMachineOptions> = {},
): Promise<VirtualMachine> {
  return openVirtualMachine({
    shape: { nodes: 2, cpusPerNode: 2, memoryPerNodeBytes: 192 * 1024 * 1024 },
    settings: { numaBalancing: '0', transparentHugepage: 'never', addressRandomisation: '0' },
    freshGuest: 'trial',
    perturb: false,
    targets: new Map([['fixture', buildFixtureTarget()]]),
    consoleLogPath: join(folder, 'console.log'),
    cacheDirectory: folder,
    signal: new AbortController().signal,
    onProgress: () => undefined,
    ...changes,
  });
}

/** Lets a cache of a test find the kernels of the real one. */
export function linkKernels(folder: string): void {
  symlinkSync(join(cacheDirectory(), 'kernels'), join(folder, 'kernels'));
}

/** One process of the fixture for each list of arguments. */
export function makeTrial(
  arguments_: readonly (readonly string[])[],
  changes: Partial<TrialCommand> & { readonly numactl?: readonly string[] } = {},
): TrialCommand {
  const { numactl = ['--localalloc'], ...rest } = changes;
  return {
    trial: 0,
    block: 0,
    seed: '1',
    timeoutMs: 60_000,
    processes: arguments_.map((list) => ({ target: 'fixture', numactl, arguments: list })),
    ...rest,
  };
}

/** Runs the fixture in the guest; throws when the guest broke. */
export async function runFixture(
  machine: VirtualMachine,
  command: TrialCommand,
): Promise<readonly ProcessOutput[]> {
  const output = await machine.runTrial(command, new AbortController().signal);
  if (output.state === 'broken') throw new Error(`${output.detail}\n${output.stderr}`);
  return output.processes;
}
