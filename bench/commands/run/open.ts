import type { Section } from '../../../results/schema/plan.ts';
import { type MachineParts, type OpenedMachine, openMachineOf } from '../prepare/open-machine.ts';

/** The machine of the section that is run first, or undefined when the run was interrupted meanwhile. Throws UserError for what is missing on this host. */
export async function openFirst(section: Section, parts: MachineParts): Promise<OpenedMachine | undefined> {
  try {
    return await openMachineOf(section, parts);
  } catch (error) {
    if (parts.signal.aborted) return undefined;
    throw error;
  }
}
