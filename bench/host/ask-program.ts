import type { Topology } from '../../results/schema/topology.ts';
import { type RunTool, runTool } from './run-tool.ts';

/** What the program answers where the system forbids what it needs. */
const cannotRunHere = 77;

/**
 * Asks a benchmark program, with the smallest trial there is, whether this system shows where pages lie and lets programs bind
 * them. numactl does not call move_pages, and the addon that would is not built everywhere. The refusal, or undefined.
 */
export async function askProgram(
  path: string,
  topology: Topology,
  run: RunTool = runTool,
): Promise<string | undefined> {
  const place = topology.nodes.flatMap(({ node, cpus }) => cpus.map(({ cpu }) => `${node}:${cpu}`))[0];
  if (place === undefined) return undefined;
  const small = ['--samples', '1', '--warmup', '0', '--operations', '1', '--pages', '1'];
  const answer = await run(path, [
    'calibrate',
    '--threads',
    place,
    '--seed',
    '1',
    '--mode',
    'count',
    ...small,
  ]);
  if (answer.state !== 'exited' || answer.code !== cannotRunHere) return undefined;
  return answer.stderr.trim().split('\n')[0]?.split(':')[0];
}
