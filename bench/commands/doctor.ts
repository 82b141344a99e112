import { resolve } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { addonPath, loadAddon } from '../addon/load-addon.ts';
import { cacheDirectory } from '../cache-directory.ts';
import { runDoctor } from '../host/doctor.ts';
import { findProgram } from '../host/find-program.ts';
import { thisHost } from '../host/host-sources.ts';
import { renderChecks } from '../host/render-checks.ts';
import { readTopology } from '../host/topology.ts';
import { findLabRoot } from '../lab-root.ts';
import { parseNodes } from '../request/parse-nodes.ts';
import type { RawOptions } from './command-table.ts';

/** Prints the checks and answers 1 when one of them failed. */
export async function runDoctorCommand(options: RawOptions): Promise<number> {
  const nodes = typeof options.nodes === 'string' ? parseNodes(options.nodes) : undefined;
  const labRoot = findLabRoot();
  const checks = await runDoctor({
    sources: thisHost,
    topology: await readTopology(),
    nodes,
    labRoot,
    cacheDirectory: cacheDirectory(),
    resultsDirectory: resolve(labRoot, 'results/runs'),
    nodeVersion: process.version,
    systemCalls: loadAddon(addonPath(labRoot))?.probeSystemCalls(),
    findProgram,
    wait: async (milliseconds) => setTimeout(milliseconds),
  });
  process.stdout.write(options.json === true ? `${JSON.stringify(checks, null, 2)}\n` : renderChecks(checks));
  return checks.some((check) => check.verdict === 'fail') ? 1 : 0;
}
