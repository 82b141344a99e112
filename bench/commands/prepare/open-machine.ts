import { join } from 'node:path';
import type { Environment } from '../../../results/schema/environment.ts';
import type { Plan, Section } from '../../../results/schema/plan.ts';
import type { Topology } from '../../../results/schema/topology.ts';
import { unreachable } from '../../../results/schema/unreachable.ts';
import { addonPath, loadAddon } from '../../addon/load-addon.ts';
import { cacheDirectory } from '../../cache-directory.ts';
import { askProgram } from '../../host/ask-program.ts';
import { canPlaceOnNodes, placementRemedy } from '../../host/place-on-nodes.ts';
import { findLabRoot } from '../../lab-root.ts';
import {
  describeVirtualMachine,
  openVirtualMachine,
  type VirtualMachineOptions,
} from '../../machine/guest/virtual-machine.ts';
import { openHostMachine } from '../../machine/host/host-machine.ts';
import type { Machine } from '../../machine/machine.ts';
import type { BuiltTarget } from '../../targets/built-target.ts';
import { UserError } from '../../user-error.ts';
import type { Say } from './prepare-run.ts';

export interface MachineParts {
  readonly targets: ReadonlyMap<string, BuiltTarget>;
  readonly hostTopology: Topology;
  readonly runDirectory: string;
  readonly signal: AbortSignal;
  readonly say: Say;
}

export interface OpenedMachine {
  readonly machine: Machine;
  readonly virtual: Environment['virtual'];
}

/** The machine of a section. Throws UserError for what is missing on this host. */
export async function openMachineOf(section: Section, parts: MachineParts): Promise<OpenedMachine> {
  switch (section.machine) {
    case 'host':
      return { machine: await openHost(parts), virtual: null };
    case 'virtual': {
      const machine = await openVirtualMachine(makeVirtualOptions(section, parts));
      return { machine, virtual: machine.description };
    }
    default:
      return unreachable(section);
  }
}

type VirtualSection = Extract<Section, { machine: 'virtual' }>;

/** What a guest of this section is described as, without booting it: all but the release of its kernel. Writes nothing into the run directory. */
export function describeGuest(section: VirtualSection, parts: MachineParts) {
  return describeVirtualMachine({ ...makeVirtualOptions(section, parts), consoleLogPath: '/dev/null' });
}

function makeVirtualOptions(
  { shape, settings, freshGuest, perturb }: VirtualSection,
  { targets, signal, say, runDirectory }: MachineParts,
): VirtualMachineOptions {
  return {
    ...{ shape, settings, freshGuest, perturb, targets, signal },
    consoleLogPath: join(runDirectory, 'guest-console.log'),
    cacheDirectory: cacheDirectory(),
    onProgress: say,
  };
}

function openHost({
  targets,
  hostTopology,
}: Pick<MachineParts, 'targets' | 'hostTopology'>): Promise<Machine> {
  const sampleMemory = loadAddon(addonPath(findLabRoot()))?.sampleMemory;
  return openHostMachine({ targets, topology: hostTopology, sampleMemory });
}

/**
 * Finds out before anything is written whether this host can do its sections: its tools are there, and it lets programs place
 * memory where the question is about nodes. Throws UserError.
 */
export async function checkHost(
  plan: Plan,
  parts: Pick<MachineParts, 'targets' | 'hostTopology'>,
): Promise<void> {
  const sections = plan.sections.filter((section) => section.machine === 'host');
  if (sections.length === 0) return;
  const machine = await openHost(parts);
  await machine.close();
  if (!sections.some((section) => section.purpose === 'nodes')) return;
  const answer = await canPlaceOnNodes(undefined);
  if (!answer.possible) throw new UserError(answer.reason, { hint: answer.remedy });
  const [target] = parts.targets.values();
  const refusal = target && (await askProgram(target.path, parts.hostTopology));
  if (refusal === undefined) return;
  throw new UserError(`this system does not show programs where their memory lies (${refusal})`, {
    hint: placementRemedy,
  });
}
