import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { median } from '../../analysis/stats/median.ts';
import type { Addon, SampledMemory } from '../../bench/addon/addon.ts';
import { drawBelow, makeRandom } from '../../bench/plan/random.ts';
import { type TimedModeLine, timedModeLine } from '../../results/schema/wire.ts';

/** A churn with about 1 GiB of live blocks; `operations` take some milliseconds. */
export interface Heap {
  readonly name: string;
  readonly slots: number;
  readonly sizes: string;
  readonly operations: number;
}

export interface MeasureOptions {
  readonly addon: Addon;
  readonly program: string;
  readonly everyMs: number;
  readonly windowMs: number;
  readonly pairs: number;
  /** Never sample: both windows of a pair are alike. */
  readonly control: boolean;
}

/**
 * Operations per second by the clock and of CPU time, and the share of the time in which the process neither ran nor waited
 * for a CPU: a program of one thread has nothing else to wait for than its locks in the kernel. The last two do not
 * depend on what else the machine does for its CPUs.
 */
export interface Rates {
  readonly wall: number;
  readonly cpu: number;
  readonly blockedShare: number;
}

export interface Measured {
  readonly pairs: readonly { readonly on: Rates; readonly off: Rates }[];
  readonly sampled: {
    readonly residentMiB: number;
    readonly samples: number;
    readonly walks: number;
    readonly missed: number;
    readonly countedUs: number;
    readonly walkedUs: number;
    readonly cpuPercent: number;
  };
}

interface Instant {
  readonly clockNs: number;
  readonly ranNs: number;
  /** Time that the process was ready to run and had no CPU. */
  readonly waitedNs: number;
}

interface Window {
  readonly isOn: boolean;
  readonly begin: Instant;
  readonly end: Instant;
  readonly memory: SampledMemory | undefined;
}

type Pass = Extract<TimedModeLine, { type: 'sample' }>;

/** Runs the program twice: a short time, which tells how many passes fill the windows, and for all windows. */
export async function measureWindows(heap: Heap, options: MeasureOptions): Promise<Measured> {
  const short = await runProgram(heap, options.program, 20, async () => []);
  const [first, last] = [short.passes[0], short.passes.at(-1)];
  const passNs = ((last?.beginNs ?? 0) - (first?.beginNs ?? 0)) / (short.passes.length - 1);
  const windows = 2 * options.pairs;
  const count = Math.ceil((windows * options.windowMs * 1.3e6) / passNs) + 10;
  const long = await runProgram(heap, options.program, count, (pid) => watch(pid, windows, options));
  return summarize(long.passes, long.windows);
}

async function runProgram(
  heap: Heap,
  program: string,
  passes: number,
  whileRunning: (pid: number) => Promise<readonly Window[]>,
): Promise<{ readonly passes: readonly Pass[]; readonly windows: readonly Window[] }> {
  const child = spawn(program, [
    ...['churn', '--threads', '0:1', '--seed', '1', '--mode', 'throughput', '--gate'],
    ...['--samples', String(passes), '--operations', String(heap.operations)],
    ...['--slots', String(heap.slots), '--sizes', heap.sizes],
  ]);
  const closed = once(child, 'close');
  let text = '';
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk;
  });
  child.stderr.pipe(process.stderr);
  await once(child.stdout, 'data');
  child.stdin.end('\n');
  const windows = await whileRunning(child.pid ?? 0);
  await closed;
  const lines = text.split('\n').filter((line) => line.startsWith('{"type":"sample"'));
  const parsed = lines.map((line) => timedModeLine.parse(JSON.parse(line)));
  return { windows, passes: parsed.flatMap((line) => (line.type === 'sample' ? [line] : [])) };
}

/** Windows in pairs; which of a pair is sampled is drawn. The heap is filled before the first. */
async function watch(pid: number, count: number, options: MeasureOptions): Promise<readonly Window[]> {
  const random = makeRandom(1n);
  const windows: Window[] = [];
  await setTimeout(3000);
  while (windows.length < count) {
    const onFirst = drawBelow(2, random) === 1;
    for (const isOn of [onFirst, !onFirst]) windows.push(await watchOne(pid, isOn, options));
  }
  return windows;
}

/**
 * The first sample, with its walk, comes before the window: in a trial it finds an empty heap, and it comes once. The window
 * must be long enough for more of them.
 */
async function watchOne(pid: number, isOn: boolean, options: MeasureOptions): Promise<Window> {
  const sampler = isOn && !options.control ? options.addon.sampleMemory(pid, options.everyMs) : undefined;
  const begin = readInstant(pid);
  await setTimeout(options.windowMs);
  const memory = sampler?.stop();
  return { isOn, begin, end: readInstant(pid), memory };
}

/** Of schedstat: see Documentation/scheduler/sched-stats.rst of Linux. */
function readInstant(pid: number): Instant {
  const [ran = '0', waited = '0'] = readFileSync(`/proc/${pid}/schedstat`, 'utf8').split(' ');
  return { clockNs: Number(process.hrtime.bigint()), ranNs: Number(ran), waitedNs: Number(waited) };
}

function summarize(passes: readonly Pass[], windows: readonly Window[]): Measured {
  const pairs = windows.flatMap((first, i) => {
    const second = windows[i + 1];
    if (i % 2 === 1 || second === undefined) return [];
    const [on, off] = first.isOn ? [first, second] : [second, first];
    return [{ on: ratesIn(on, passes), off: ratesIn(off, passes) }];
  });
  return { pairs, sampled: describeSampled(windows.flatMap(({ memory }) => memory ?? [])) };
}

/** A pass that reaches over the border of a window counts by its share. */
function ratesIn({ begin, end }: Window, passes: readonly Pass[]): Rates {
  const operations = passes.reduce((sum, pass) => {
    const endNs = pass.threads[0]?.endNs ?? pass.beginNs;
    const inside = Math.min(endNs, end.clockNs) - Math.max(pass.beginNs, begin.clockNs);
    return sum + Math.max(0, inside / (endNs - pass.beginNs)) * pass.operations;
  }, 0);
  const wallNs = end.clockNs - begin.clockNs;
  const ranNs = end.ranNs - begin.ranNs;
  return {
    wall: (operations / wallNs) * 1e9,
    cpu: (operations / ranNs) * 1e9,
    blockedShare: (wallNs - ranNs - (end.waitedNs - begin.waitedNs)) / wallNs,
  };
}

function describeSampled(series: readonly SampledMemory[]): Measured['sampled'] {
  const walked = series.map((one) => new Set(one.walks.map((walk) => walk.sample)));
  const took = (withWalk: boolean) =>
    series.flatMap(({ tookNs }, i) => tookNs.filter((_, sample) => walked[i]?.has(sample) === withWalk));
  const sum = (of: (one: SampledMemory) => number) => series.reduce((total, one) => total + of(one), 0);
  const micros = (values: readonly number[]) =>
    values.length === 0 ? 0 : Math.round(median(values) / 100) / 10;
  const elapsedNs = sum(({ atNs }) => atNs.at(-1) ?? 0);
  return {
    residentMiB: Math.round(Math.max(0, ...series.flatMap((one) => one.residentBytes)) / 2 ** 20),
    samples: sum(({ atNs }) => atNs.length),
    walks: sum(({ walks }) => walks.length),
    missed: sum(({ missed }) => missed),
    countedUs: micros(took(false)),
    walkedUs: micros(took(true)),
    cpuPercent: elapsedNs === 0 ? 0 : Math.round((sum(({ cpuNs }) => cpuNs) / elapsedNs) * 1e4) / 100,
  };
}
