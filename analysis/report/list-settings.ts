import type { Environment } from '../../results/schema/environment.ts';
import type { SettingRow } from '../../results/schema/report.ts';
import type { ObservedSettings } from '../../results/schema/trial.ts';
import { completedTrials, type RunSection } from '../load/run.ts';

/** What decides the kernel's own choice of a setting. */
interface Machine {
  readonly nodes: number;
  readonly memoryBytes: number;
}

interface Setting {
  readonly name: SettingRow['name'];
  readonly read: (settings: ObservedSettings) => string;
  readonly kernelDefault: (machine: Machine) => string;
}

/** Below this a kernel starts without huge pages (hugepage_init), whatever it was configured with. */
const leastMemoryForHugePages = 512 * 2 ** 20;

/**
 * Defaults of Debian's kernels 6.1 and 6.12: CONFIG_TRANSPARENT_HUGEPAGE_ALWAYS, CONFIG_NUMA_BALANCING_DEFAULT_ENABLED, which acts where
 * there are several nodes, and no CONFIG_COMPAT_BRK.
 */
const settings: readonly Setting[] = [
  {
    name: 'transparent_hugepage',
    read: ({ transparentHugepage }) => transparentHugepage,
    kernelDefault: ({ memoryBytes }) => (memoryBytes <= leastMemoryForHugePages ? 'never' : 'always'),
  },
  {
    name: 'numa_balancing',
    read: ({ numaBalancing }) => numaBalancing,
    kernelDefault: ({ nodes }) => (nodes > 1 ? '1' : '0'),
  },
  {
    name: 'randomize_va_space',
    read: ({ addressRandomisation }) => addressRandomisation,
    kernelDefault: () => '2',
  },
];

/** Kernel settings as the trials of a section read them back, beside the kernel's defaults. Nothing where no trial completed. */
export function listSettings(
  section: RunSection,
  sectionIndex: number,
  { host }: Pick<Environment, 'host'>,
): readonly SettingRow[] {
  const trials = completedTrials(section);
  if (trials.length === 0) return [];
  const machine = machineOf(section, host);
  return settings.map(({ name, read, kernelDefault }) => {
    const values = [...new Set(trials.map((trial) => read(trial.settings)))];
    const usual = kernelDefault(machine);
    const isDefault = values.every((value) => value === usual);
    return { section: sectionIndex, name, values, kernelDefault: usual, isDefault };
  });
}

function machineOf({ section }: RunSection, host: Environment['host']): Machine {
  if (section.machine === 'host') return { nodes: host.topology.nodes.length, memoryBytes: host.memoryBytes };
  const { nodes, memoryPerNodeBytes } = section.shape;
  return { nodes, memoryBytes: nodes * memoryPerNodeBytes };
}
