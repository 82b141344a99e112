import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SystemCallName, SystemCallProbe } from '../addon/addon.ts';
import { type RunTool, runTool } from './run-tool.ts';

/** Whether trials on this machine can bind memory to nodes and see where pages lie. */
export type NodePlacement =
  | { readonly possible: true }
  | { readonly possible: false; readonly reason: string; readonly remedy: string };

export const placementRemedy =
  'in a container add --cap-add SYS_NICE or run outside; --machine virtual gives the counts';

/** What numactl, the benchmark's own binding and its look at the result need. */
export const callsToPlaceMemory: readonly SystemCallName[] = ['set_mempolicy', 'mbind', 'move_pages'];

/**
 * Containers often forbid these calls, and then no placement can be made or verified; times on one node, for which
 * numactl needs only --physcpubind, stay possible. Asks the addon's probes, or numactl itself without them: it then
 * cannot report on move_pages alone, and such a trial ends with exit code 77.
 */
export async function canPlaceOnNodes(
  probes: readonly SystemCallProbe[] | undefined,
  run: RunTool = runTool,
): Promise<NodePlacement> {
  const refusal = probes === undefined ? await askNumactl(run) : readRefusal(probes);
  if (refusal === undefined) return { possible: true };
  return {
    possible: false,
    reason: `this system does not let programs place memory on nodes (${refusal})`,
    remedy: placementRemedy,
  };
}

function readRefusal(probes: readonly SystemCallProbe[]): string | undefined {
  const refusals = probes.flatMap((probe) =>
    probe.state === 'refused' && callsToPlaceMemory.includes(probe.call)
      ? [`${probe.call}: ${probe.error}`]
      : [],
  );
  return refusals.length === 0 ? undefined : refusals.join(', ');
}

/** numactl calls set_mempolicy for a program that it starts, and mbind for a file that it maps. */
async function askNumactl(run: RunTool): Promise<string | undefined> {
  const folder = await mkdtemp(join(tmpdir(), 'numa-lab-probe-'));
  try {
    const commands = [
      ['--localalloc', 'true'],
      ['--length=4096', `--file=${join(folder, 'page')}`, '--interleave=all', '--touch'],
    ];
    for (const command of commands) {
      const answer = await run('numactl', command);
      if (answer.state === 'failed') return answer.detail;
      if (answer.code !== 0) return answer.stderr.trim().split('\n')[0] ?? 'numactl failed';
    }
    return undefined;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
