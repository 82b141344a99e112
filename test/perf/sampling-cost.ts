import { parseArgs } from 'node:util';
import { makeEstimate } from '../../analysis/estimate/estimate.ts';
import { addonPath, loadAddon } from '../../bench/addon/load-addon.ts';
import { buildRecipes, sayOnStderr } from '../../bench/commands/prepare/prepare-run.ts';
import { findLabRoot } from '../../bench/lab-root.ts';
import { findTarget } from '../../bench/targets/targets.ts';
import { type Heap, type Measured, measureWindows } from './measure-windows.ts';

/**
 * What sampling costs the process that is sampled: one process with a heap of 1 GiB works all the time, the sampler is on
 * in one of every two windows, and the rates of the two are compared.
 *
 *     npx tsc -p test/perf && node dist/test/perf/sampling-cost.js [--hz 10] [--pairs 12] [--window 10] [--control]
 *
 * Not a test: on a machine that does other things as well the interval is wide. `--control` samples in no window at all
 * and shows how wide.
 */
const { values } = parseArgs({
  options: {
    hz: { type: 'string', default: '10' },
    pairs: { type: 'string', default: '12' },
    window: { type: 'string', default: '10' },
    control: { type: 'boolean', default: false },
  },
});

/** musl maps and unmaps each block of the second, under the lock that a walk through the page tables holds. */
const heaps: readonly Heap[] = [
  { name: 'small blocks', slots: 1_700_000, sizes: 'fixed:600', operations: 20_000 },
  { name: 'mapped blocks', slots: 4096, sizes: 'fixed:262144', operations: 200 },
];

const target = 'musl';
const outcome = (await buildRecipes([findTarget(target)], sayOnStderr)).get(target);
const addon = loadAddon(addonPath(findLabRoot()));
if (outcome?.state !== 'built' || addon === undefined) {
  throw new Error(`this needs the addon and the target ${target}: npm run setup -- tests`);
}
for (const heap of heaps) {
  const measured = await measureWindows(heap, {
    ...{ addon, program: outcome.target.path },
    ...{ everyMs: 1000 / Number(values.hz), windowMs: 1000 * Number(values.window) },
    ...{ pairs: Number(values.pairs), control: values.control },
  });
  process.stdout.write(describe(heap, measured));
}

function describe({ name }: Heap, { pairs, sampled }: Measured): string {
  const over = (effect: (pair: Measured['pairs'][number]) => number) => {
    const estimate = makeEstimate(pairs.map(effect), 'time');
    if (estimate === null) return 'none';
    const { point, lower, upper, n, intervalKind } = estimate;
    return `${point.toFixed(4)}, ${intervalKind} ${lower.toFixed(4)} to ${upper.toFixed(4)}, n = ${n}`;
  };
  return [
    `${name}: ${sampled.residentMiB} MiB resident, ${sampled.samples} samples, ${sampled.walks} of them with a walk, ${sampled.missed} missed`,
    `  rate with / without, by the clock:           ${over(({ on, off }) => on.wall / off.wall)}`,
    `  rate with / without, of CPU time:            ${over(({ on, off }) => on.cpu / off.cpu)}`,
    `  share of the time blocked, with less without: ${over(({ on, off }) => on.blockedShare - off.blockedShare)}`,
    `  a sample without a walk took ${sampled.countedUs} us, with one ${sampled.walkedUs} us (medians); the thread used ${sampled.cpuPercent} % of a CPU`,
    '',
  ].join('\n');
}
