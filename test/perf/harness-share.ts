import { spawnSync } from 'node:child_process';
import { parseArgs } from 'node:util';
import { makeEstimate } from '../../analysis/estimate/estimate.ts';
import { median } from '../../analysis/stats/median.ts';
import { buildRecipes, sayOnStderr } from '../../bench/commands/prepare/prepare-run.ts';
import { findTarget } from '../../bench/targets/targets.ts';
import { timedModeLine } from '../../results/schema/wire.ts';

/**
 * Which share of a time is the harness's or the work's, and not the libc's: two settings of a workload that differ in that alone, in
 * blocks in which each is run once, in an order that is turned round from block to block.
 *
 *     npm run build && npx tsc -p test/perf && node dist/test/perf/harness-share.js [--blocks 19] [--cpus 0,1] [--targets musl,glibc]
 *
 * Not a test: the machine may do other things as well, so that passes are shorter than a slice of the scheduler where they can be. It
 * asks for two CPUs of node 0, and prints medians with their intervals.
 */
const { values } = parseArgs({
  options: {
    blocks: { type: 'string', default: '19' },
    cpus: { type: 'string', default: '0,1' },
    targets: { type: 'string', default: 'musl,glibc' },
  },
});
const [firstCpu = '0', secondCpu = '1'] = values.cpus.split(',');

interface Setting {
  readonly name: string;
  readonly arguments: readonly string[];
}

interface Question {
  readonly part: Setting;
  readonly wholes: readonly Setting[];
}

const remoteFree = (...more: readonly string[]): readonly string[] => [
  ...['remote-free', '--threads', `producer=0:${firstCpu},consumer=0:${secondCpu}`],
  ...['--operations', '100000', '--sizes', 'fixed:64', ...more],
];
const mutex = (threads: string, critical: string, think: string): Setting => ({
  name: `mutex, ${threads.split(',').length} thread(s), critical ${critical}, think ${think}`,
  arguments: [
    ...['mutex', '--threads', threads, '--operations', '2000'],
    ...['--critical', critical, '--think', think],
  ],
});

const alone = `0:${firstCpu}`;
const both = `0:${firstCpu},0:${secondCpu}`;
/** Of critical and think. */
const lengths = [
  ['0', '10'],
  ['0', '100'],
  ['100', '100'],
  ['1000', '1000'],
] as const;

const questions: readonly Question[] = [
  {
    part: { name: 'empty ring', arguments: remoteFree('--calls', 'none') },
    wholes: ['none', 'first-byte', 'all'].map((touch) => ({
      name: `remote-free, 64 B, touch ${touch}`,
      arguments: remoteFree('--touch', touch),
    })),
  },
  // With as many threads: a lock that is contended takes longer.
  ...[alone, both].map((threads) => ({
    part: mutex(threads, '0', '0'),
    wholes: lengths.map(([critical, think]) => mutex(threads, critical, think)),
  })),
];

const outcomes = await buildRecipes(
  values.targets.split(',').map((name) => findTarget(name)),
  sayOnStderr,
);
for (const [name, outcome] of outcomes) {
  if (outcome.state !== 'built') throw outcome.error;
  for (const question of questions)
    process.stdout.write(`${name}\n${measure(outcome.target.path, question)}\n`);
}

function measure(program: string, { part, wholes }: Question): string {
  const settings = [part, ...wholes];
  const times = settings.map((): number[] => []);
  for (let block = 0; block < Number(values.blocks); block += 1) {
    const order = settings.map((_, i) => i);
    for (const i of block % 2 === 0 ? order : order.reverse())
      times[i]?.push(timeOnce(program, settings[i]?.arguments ?? [], block));
  }
  const [ofPart = [], ...ofWholes] = times;
  return [
    `  ${part.name}: ${describe(ofPart, 2)} ns`,
    ...ofWholes.map((whole, i) => {
      const share = describe(
        whole.map((time, block) => (ofPart[block] ?? Number.NaN) / time),
        4,
      );
      return `  ${wholes[i]?.name}: ${describe(whole, 2)} ns; ${part.name} is ${share} of it`;
    }),
  ].join('\n');
}

/** Nanoseconds an operation of all threads together: the median over passes. */
function timeOnce(program: string, arguments_: readonly string[], seed: number): number {
  const passes = ['--mode', 'throughput', '--samples', '5', '--warmup', '1', '--seed', `${seed}`];
  const { status, stdout, stderr } = spawnSync(program, [...arguments_, ...passes], {
    encoding: 'utf8',
    maxBuffer: 2 ** 26,
  });
  if (status !== 0) throw new Error(`exit ${status}: ${arguments_.join(' ')}\n${stderr}`);
  const lines = stdout
    .trimEnd()
    .split('\n')
    .map((line) => timedModeLine.parse(JSON.parse(line)));
  return median(
    lines.flatMap((line) => {
      if (line.type !== 'sample') return [];
      const endNs = Math.max(...line.threads.map((thread) => thread.endNs));
      return [(endNs - line.beginNs) / line.threads.reduce((sum, thread) => sum + thread.operations, 0)];
    }),
  );
}

function describe(of: readonly number[], digits: number): string {
  const estimate = makeEstimate(of, 'time');
  if (estimate === null) return 'none';
  const { point, lower, upper, n, intervalKind } = estimate;
  return `${point.toFixed(digits)} (${intervalKind} ${lower.toFixed(digits)} to ${upper.toFixed(digits)}, n = ${n})`;
}
