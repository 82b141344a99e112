import { performance } from 'node:perf_hooks';
import { parseArgs } from 'node:util';
import {
  bootstrapQuantileIntervals,
  bootstrapRatioIntervals,
} from '../../analysis/stats/resampling/bootstrap.ts';
import type { ResamplingEngine } from '../../analysis/stats/resampling/engine.ts';
import { nextBelow, startWords } from '../../analysis/stats/resampling/random-words.ts';
import { signFlipPValues } from '../../analysis/stats/resampling/sign-flips.ts';
import { typescriptEngine } from '../../analysis/stats/resampling/typescript-engine.ts';
import { addonPath, loadAddon } from '../../bench/addon/load-addon.ts';
import { chooseResamplingEngine } from '../../bench/commands/choose-resampling-engine.ts';
import { findLabRoot } from '../../bench/lab-root.ts';

/**
 * How long resampling takes with and without the addon.
 *
 *     npx tsc -p test/perf && node dist/test/perf/resampling-speed.js [--comparisons 200] [--resamples 10000] [--blocks 30] [--rounds 5]
 *
 * Not a test: times depend on what else the machine does. Shown is the shortest and the longest of the rounds; answers of the two
 * engines must be equal.
 */
const { values } = parseArgs({
  options: {
    comparisons: { type: 'string', default: '200' },
    resamples: { type: 'string', default: '10000' },
    blocks: { type: 'string', default: '30' },
    rounds: { type: 'string', default: '5' },
  },
});
const comparisons = Number(values.comparisons);
const blocks = Number(values.blocks);
const draws = { resamples: Number(values.resamples), seed: 1, confidence: 0.95 };

const state = startWords(1, 0);
const lists = Array.from({ length: comparisons }, () =>
  Array.from({ length: blocks }, () => nextBelow(2001, state) / 1000 - 0.9),
);
const ratios = lists.map((numerators) => ({
  numerators,
  denominators: numerators.map(() => 1 + nextBelow(1000, state) / 1000),
}));
/** As many buckets as the latencies of a workload fill. */
const buckets = Array.from({ length: 150 }, (_, i) => i);
const histograms = lists.map((list) => ({
  values: buckets,
  blocks: list.map(() => buckets.map(() => nextBelow(1000, state))),
}));

const tasks = {
  'sign flips': (engine: ResamplingEngine) => signFlipPValues(lists, draws, engine),
  'ratios of sums': (engine: ResamplingEngine) => bootstrapRatioIntervals(ratios, draws, engine),
  '4 quantiles of 150 buckets': (engine: ResamplingEngine) =>
    bootstrapQuantileIntervals(histograms, [0.5, 0.9, 0.99, 0.999], draws, engine),
} as const;

process.stdout.write(`${comparisons} comparisons, ${draws.resamples} resamples, ${blocks} blocks\n`);
const compiled = chooseResamplingEngine(loadAddon(addonPath(findLabRoot())));
for (const [name, task] of Object.entries(tasks)) {
  const script = measure(() => task(typescriptEngine));
  if (compiled === typescriptEngine) {
    process.stdout.write(`${name}: TypeScript ${describe(script.ms)}; no addon that can\n`);
    continue;
  }
  const addon = measure(() => task(compiled));
  if (addon.answer !== script.answer) throw new Error(`${name}: the engines differ`);
  const ratio = Math.min(...script.ms) / Math.min(...addon.ms);
  process.stdout.write(
    `${name}: TypeScript ${describe(script.ms)}, addon ${describe(addon.ms)}, ${ratio.toFixed(1)} times as fast; equal\n`,
  );
}

function measure(task: () => unknown): { readonly ms: readonly number[]; readonly answer: string } {
  let answer = '';
  const ms = Array.from({ length: Number(values.rounds) }, () => {
    const begin = performance.now();
    const found = task();
    const took = performance.now() - begin;
    answer = JSON.stringify(found);
    return took;
  });
  return { ms, answer };
}

function describe(ms: readonly number[]): string {
  return `${Math.min(...ms).toFixed(0)} to ${Math.max(...ms).toFixed(0)} ms (n = ${ms.length})`;
}
