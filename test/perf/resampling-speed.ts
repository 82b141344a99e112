import { performance } from 'node:perf_hooks';
import { parseArgs } from 'node:util';
import {
  bootstrapPooledQuantiles,
  type QuantileBootstrap,
} from '../../analysis/stats/resampling/bootstrap-pooled-quantiles.ts';
import { quantileIntervals } from '../../analysis/stats/resampling/quantile-intervals.ts';
import { nextBelow, startWords } from '../../analysis/stats/resampling/random-words.ts';
import { findQuantileBootstrap } from '../../bench/commands/report/find-quantile-bootstrap.ts';

/**
 * How long the bootstrap of four quantiles of 150 buckets takes, as many as the latencies of a workload fill, with and without the addon.
 *
 *     npx tsc -p test/perf && node dist/test/perf/resampling-speed.js [--groups 200] [--resamples 10000] [--blocks 30] [--rounds 5]
 *
 * Not a test: times depend on what else the machine does. Shown is the shortest and the longest of the rounds; answers of the two must
 * be equal.
 */
const { values } = parseArgs({
  options: {
    groups: { type: 'string', default: '200' },
    resamples: { type: 'string', default: '10000' },
    blocks: { type: 'string', default: '30' },
    rounds: { type: 'string', default: '5' },
  },
});
const draws = { resamples: Number(values.resamples), seed: 1, confidence: 0.95 };
const buckets = Array.from({ length: 150 }, (_, i) => i);
const state = startWords(1, 0);
const groups = Array.from({ length: Number(values.groups) }, () => ({
  values: buckets,
  blocks: Array.from({ length: Number(values.blocks) }, () => buckets.map(() => nextBelow(1000, state))),
}));

process.stdout.write(`${values.groups} groups, ${draws.resamples} resamples, ${values.blocks} blocks\n`);
const script = measure(bootstrapPooledQuantiles);
process.stdout.write(`TypeScript ${describe(script.ms)}\n`);
const compiled = findQuantileBootstrap();
if (compiled === bootstrapPooledQuantiles) process.stdout.write('no addon that can\n');
else compareWith(compiled);

function compareWith(bootstrap: QuantileBootstrap): void {
  const addon = measure(bootstrap);
  if (addon.answer !== script.answer) throw new Error('the answers differ');
  const ratio = Math.min(...script.ms) / Math.min(...addon.ms);
  process.stdout.write(`addon ${describe(addon.ms)}, ${ratio.toFixed(1)} times as fast; equal\n`);
}

function measure(bootstrap: QuantileBootstrap): { readonly ms: readonly number[]; readonly answer: string } {
  let answer = '';
  const ms = Array.from({ length: Number(values.rounds) }, () => {
    const begin = performance.now();
    const found = groups.map((group) => quantileIntervals(group, [0.5, 0.9, 0.99, 0.999], draws, bootstrap));
    const took = performance.now() - begin;
    answer = JSON.stringify(found);
    return took;
  });
  return { ms, answer };
}

function describe(ms: readonly number[]): string {
  return `${Math.min(...ms).toFixed(0)} to ${Math.max(...ms).toFixed(0)} ms (n = ${ms.length})`;
}
