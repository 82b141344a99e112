import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Topology } from '../../../results/schema/topology.ts';
import { cacheDirectory } from '../../cache-directory.ts';
import { readTopology } from '../../host/topology/read-topology.ts';
import { openVirtualMachine } from '../../machine/guest/virtual-machine.ts';
import { makeVirtualTopology } from '../../machine/guest/virtual-topology.ts';
import { openHostMachine } from '../../machine/host/host-machine.ts';
import type { Machine } from '../../machine/machine.ts';
import { bindCpus } from '../../plan/arms/place-threads.ts';
import { defaultMemoryPerNodeBytes } from '../../plan/choose-shape.ts';
import { catchInterrupts } from '../../run/interrupt.ts';
import type { BuildOutcome } from '../../targets/build.ts';
import type { BuiltTarget } from '../../targets/built-target.ts';
import type { TargetRecipe } from '../../targets/recipe.ts';
import { runConformance } from '../../targets/run-conformance.ts';
import { buildRecipes, sayOnStderr } from '../prepare/prepare-run.ts';
import { type Checked, renderChecked } from './render-checked.ts';

/** The largest guest that a machine of two CPUs emulates without waiting. */
const guest = { nodes: 2, cpusPerNode: 2, memoryPerNodeBytes: defaultMemoryPerNodeBytes(2) };

/**
 * Checks the malloc of each target against the standards on a machine; answers 1 when one fails a check that it is not known to fail, or
 * could not be run.
 */
export async function checkConformance(
  recipes: readonly TargetRecipe[],
  kind: 'host' | 'virtual',
  json: boolean,
): Promise<number> {
  const outcomes = await buildRecipes(recipes, sayOnStderr);
  const targets = new Map(
    [...outcomes].flatMap(([name, outcome]) => (outcome.state === 'built' ? [[name, outcome.target]] : [])),
  );
  const checked = targets.size === 0 ? [] : await runAll(kind, targets);
  const all = [...checked, ...describeUnbuilt(outcomes)];
  process.stdout.write(json ? `${JSON.stringify(all, null, 2)}\n` : all.map(renderChecked).join(''));
  return all.every(conforms) ? 0 : 1;
}

async function runAll(
  kind: 'host' | 'virtual',
  targets: ReadonlyMap<string, BuiltTarget>,
): Promise<readonly Checked[]> {
  const folder = await mkdtemp(join(tmpdir(), 'numa-lab-check-'));
  const interrupt = catchInterrupts(() => sayOnStderr('stopping'));
  const { signal } = interrupt;
  const topology = kind === 'host' ? await readTopology() : makeVirtualTopology(guest);
  const machine = await openMachine(kind, targets, { folder, signal, topology });
  // All CPUs and no memory policy: the suite is about C and POSIX, not about placement.
  const numactl = [bindCpus(topology.nodes.flatMap(({ cpus }) => cpus))];
  try {
    const checked: Checked[] = [];
    for (const target of targets.keys()) {
      checked.push({ target, result: await runConformance(machine, { target, numactl, signal }) });
    }
    return checked;
  } finally {
    await machine.close();
    interrupt.release();
    await rm(folder, { recursive: true, force: true });
  }
}

async function openMachine(
  kind: 'host' | 'virtual',
  targets: ReadonlyMap<string, BuiltTarget>,
  {
    folder,
    signal,
    topology,
  }: { readonly folder: string; readonly signal: AbortSignal; readonly topology: Topology },
): Promise<Machine> {
  if (kind === 'host') return openHostMachine({ targets, topology });
  return openVirtualMachine({
    shape: guest,
    settings: { numaBalancing: '0', transparentHugepage: 'never', addressRandomisation: '2' },
    freshGuest: 'run',
    perturb: false,
    targets,
    consoleLogPath: join(folder, 'guest-console.log'),
    cacheDirectory: cacheDirectory(),
    signal,
    onProgress: sayOnStderr,
  });
}

function conforms({ result }: Checked): boolean {
  if (result.state === 'failed') return result.failures.every(({ known }) => known !== undefined);
  return result.state === 'passed';
}

function describeUnbuilt(outcomes: ReadonlyMap<string, BuildOutcome>): readonly Checked[] {
  return [...outcomes].flatMap(([target, outcome]) =>
    outcome.state === 'failed'
      ? [{ target, result: { state: 'not-built' as const, detail: outcome.error.message } }]
      : [],
  );
}
