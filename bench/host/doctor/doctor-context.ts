import { resolve } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { Topology } from '../../../results/schema/topology.ts';
import { addonPath, loadAddon } from '../../addon/load-addon.ts';
import { cacheDirectory } from '../../cache-directory.ts';
import { findLabRoot } from '../../lab-root.ts';
import { tryKvm } from '../../machine/guest/qemu/try-kvm.ts';
import { readTargetStatuses } from '../../targets/status.ts';
import { findTarget } from '../../targets/targets.ts';
import { findProgram } from '../find-program.ts';
import { thisHost } from '../host-sources.ts';
import type { DoctorContext } from './check.ts';

/** What the doctor looks at on this machine. */
export function makeDoctorContext(topology: Topology, nodes: readonly number[] | undefined): DoctorContext {
  const labRoot = findLabRoot();
  const cache = cacheDirectory();
  return {
    sources: thisHost,
    topology,
    nodes,
    labRoot,
    cacheDirectory: cache,
    resultsDirectory: resolve(labRoot, 'results/runs'),
    nodeVersion: process.version,
    systemCalls: loadAddon(addonPath(labRoot))?.probeSystemCalls(),
    findProgram,
    wait: async (milliseconds) => setTimeout(milliseconds),
    findBenchmark: async () => {
      const [status] = await readTargetStatuses({ cacheDirectory: cache, labRoot }, [findTarget('glibc')]);
      return status?.state === 'built' ? status.path : undefined;
    },
    tryKvm: () => tryKvm(cache),
  };
}
