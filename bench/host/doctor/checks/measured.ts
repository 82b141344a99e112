import type { TimedModeLine } from '../../../../results/schema/wire.ts';
import { readLines } from '../../../run/read-lines.ts';
import { nodesWithCpus } from '../../topology/node-pairs.ts';
import { nodesToCompare } from '../../topology/usable-nodes.ts';
import { about, type Check, type CheckSubject, type DoctorContext } from '../check.ts';

/** Below it two nodes are one piece of memory, whatever the firmware or a hypervisor says of distances. */
const leastRemoteRatio = 1.05;
/** A system call costs hundreds of nanoseconds; through the vDSO a reading costs 20 to 30. */
const mostClockReadNs = 100;

const latency = about(
  'node-latency',
  `a load from another node takes at least ${leastRemoteRatio} times as long`,
);
const timer = about('timer-cost', `a clock reading costs at most ${mostClockReadNs} ns`);

/** What only a clock can tell: whether nodes differ, and what reading that clock costs. Takes a second and 256 MiB per node. */
export const checkMeasured: CheckSubject = async (context) => {
  const several = nodesToAsk(context).length > 1;
  const measured = await measure(context);
  if ('unavailable' in measured) {
    const { unavailable, remedy } = measured;
    const unknown = [timer, ...(several ? [latency] : [])];
    return unknown.map((check) => check.unknown(`not measured: ${unavailable}`, remedy));
  }
  return [judgeTimer(measured.lines), ...(several ? [judgeLatency(measured.lines)] : [])];
};

type Measured =
  | { readonly lines: readonly TimedModeLine[] }
  | { readonly unavailable: string; readonly remedy: string };

/** The nodes that were asked for, or all, as far as they can be compared; for the clock alone any will do. */
function nodesToAsk({ nodes, topology }: DoctorContext): readonly number[] {
  const able = nodesToCompare(topology).filter((node) => nodes === undefined || nodes.includes(node));
  return able.length > 0 ? able : nodesWithCpus(topology).slice(0, 1);
}

async function measure(context: DoctorContext): Promise<Measured> {
  const path = await context.findBenchmark();
  if (path === undefined) {
    return { unavailable: 'no benchmark program is built', remedy: 'numa-lab targets build glibc' };
  }
  const threads = nodesToAsk(context).flatMap((node) => {
    const cpu = context.topology.nodes.find((candidate) => candidate.node === node)?.cpus[0];
    return cpu === undefined ? [] : [`${node}:${cpu.cpu}`];
  });
  if (threads.length === 0) return { unavailable: 'no CPU is shown', remedy: 'see what /sys says of CPUs' };
  const size = ['--samples', '3', '--warmup', '1', '--operations', '1000'];
  const work = ['--threads', threads.join(), '--seed', '1', '--mode', 'throughput'];
  const answer = await context.sources.run(path, ['calibrate', ...work, ...size]);
  const remedy = 'run the calibrate workload by hand, and see what it says';
  if (answer.state === 'failed') return { unavailable: answer.detail, remedy };
  if (answer.code !== 0) {
    const words = answer.stderr.trim().split('\n')[0];
    return { unavailable: words || `the program ended with ${answer.code}`, remedy };
  }
  // A tool's answer comes without the last line end.
  const read = readLines(`${answer.stdout}\n`, 'throughput', false);
  return read.state === 'read' ? { lines: read.lines } : { unavailable: read.detail, remedy };
}

function judgeTimer(lines: readonly TimedModeLine[]): Check {
  const costs = lines.flatMap((line) =>
    line.type === 'harness-cost' && line.what === 'clock-read' && line.repetitions > 0
      ? [line.durationNs / line.repetitions]
      : [],
  );
  if (costs.length === 0) return timer.unknown('the program timed no clock', 'rebuild the targets');
  const best = Math.min(...costs);
  const seen = `${best.toFixed(0)} ns a reading, the best of ${costs.length} series`;
  return best <= mostClockReadNs
    ? timer.pass(seen)
    : timer.warn(seen, 'latencies below a microsecond mean little here; see the check of the clock source');
}

function judgeLatency(lines: readonly TimedModeLine[]): Check {
  const best = new Map<string, number>();
  for (const line of lines) {
    if (line.type !== 'pointer-chase' || line.loads === 0) continue;
    const pair = `${line.fromNode} to ${line.toNode}`;
    best.set(pair, Math.min(best.get(pair) ?? Number.POSITIVE_INFINITY, line.durationNs / line.loads));
  }
  const ratios = [...best].flatMap(([pair, ns]) => {
    const [from, to] = pair.split(' to ');
    const own = best.get(`${from} to ${from}`);
    return from === to || own === undefined || own === 0 ? [] : [{ pair, ratio: ns / own }];
  });
  const [nearest] = ratios.sort((a, b) => a.ratio - b.ratio);
  if (nearest === undefined) return latency.unknown('no pair of nodes was measured', 'rebuild the targets');
  const seen = `from node ${nearest.pair} ${nearest.ratio.toFixed(2)} times as long as a local load, the least of ${ratios.length} directions`;
  return nearest.ratio >= leastRemoteRatio
    ? latency.pass(seen)
    : latency.warn(
        seen,
        'these nodes are one memory: times between them answer nothing; look at the firmware or hypervisor',
      );
}
