import type { KernelSettings } from '../../../results/schema/plan.ts';
import { nameValues } from '../../../results/text/name-values.ts';
import type { BuiltTarget } from '../../targets/built-target.ts';
import type { ProcessOutput, TrialCommand, TrialOutput } from '../machine.ts';
import { makeProcessEnvironment } from '../process-environment.ts';
import { makeEveryMs } from '../sampling-interval.ts';
import { type GuestExit, type GuestRequest, makeProcessExit } from './channel/protocol.ts';
import type { GuestTrial } from './guest.ts';
import { GuestError } from './guest-error.ts';
import { makeGuestMemory } from './guest-memory.ts';
import { guestNumactl, guestProgramPath } from './image/initramfs.ts';

/** What the agent is asked for a trial. A target that was planned but not built is a bug. */
export function makeRunRequest(
  command: TrialCommand,
  options: { readonly targets: ReadonlyMap<string, BuiltTarget>; readonly settings: KernelSettings },
): Extract<GuestRequest, { do: 'run' }> {
  return {
    do: 'run',
    timeoutMs: command.timeoutMs,
    gate: command.processes.some((process) => process.arguments.includes('--gate')),
    settings: settingsOf(command, options.settings),
    ...(command.memorySampleHz === undefined
      ? {}
      : { sample: { everyMs: makeEveryMs(command.memorySampleHz) } }),
    processes: command.processes.map((process) => {
      const target = options.targets.get(process.target);
      if (target === undefined) throw new Error(`target ${process.target} was planned but not built`);
      return {
        argv: [guestNumactl, ...process.numactl, guestProgramPath(target), ...process.arguments],
        environment: nameValues(makeProcessEnvironment(target)),
      };
    }),
  };
}

/** What a trial is run under: the settings of the section, but for what its arm sets. */
export function settingsOf({ numaBalancing }: TrialCommand, settings: KernelSettings): KernelSettings {
  return numaBalancing === undefined ? settings : { ...settings, numaBalancing };
}

/** The trial as the rest of the lab sees it. Throws GuestError when a kernel setting did not take. */
export function makeOutput(
  trial: GuestTrial,
  wanted: KernelSettings,
): Extract<TrialOutput, { state: 'ran' }> {
  const { settings, exits } = trial.ran;
  for (const name of ['numaBalancing', 'transparentHugepage', 'addressRandomisation'] as const) {
    if (settings[name] === wanted[name]) continue;
    throw new GuestError(`the guest's kernel has ${name} ${settings[name]}, not ${wanted[name]}`);
  }
  return {
    state: 'ran',
    settings,
    processes: exits.map((exit, index): ProcessOutput => {
      const counts = makeGuestMemory(trial, index);
      return {
        exit: makeProcessExit(exit),
        stdout: trial.output.stdout[index]?.toString('utf8') ?? '',
        stderr: (trial.output.stderr[index]?.toString('utf8') ?? '') + cutNote(exit),
        ...(counts === undefined ? {} : { memory: { counts } }),
      };
    }),
  };
}

function cutNote(exit: GuestExit): string {
  return exit.cut ? 'the virtual machine ended this process: it printed too much\n' : '';
}
