import { join } from 'node:path';
import { readFact, readOn } from '../../fact.ts';
import { parseField, readText } from '../../read-text.ts';
import { about, type Check, type CheckMaker, type CheckSubject, type DoctorContext } from '../check.ts';

/** Share of the last ten seconds in which some task waited for a CPU; above it neighbours disturb trials. */
const mostPressurePercent = 5;
const mostStealRatio = 0.01;
const leastFreeMib = 512;
/** Long enough for 40 ticks of the 100 Hz counters. */
const stealWindowMs = 400;

const pressure = about('pressure', `at most ${mostPressurePercent} % of the last 10 s`);
const memoryPressure = about('memory-pressure', `at most ${mostPressurePercent} % of the last 10 s`);
const runnable = about('runnable', 'no other task wants to run');
const steal = about('steal', `at most ${100 * mostStealRatio} % in ${stealWindowMs} ms`);

/** Whether others use the machine at the moment. */
export const checkQuiet: CheckSubject = async (context) => {
  const [cpu, memory, others, stolen, free] = await Promise.all([
    checkPressure(context, 'cpu', pressure, 'tasks waited for a CPU'),
    checkPressure(context, 'memory', memoryPressure, 'tasks waited for memory'),
    checkRunnable(context),
    checkSteal(context),
    checkFreeMemory(context),
  ]);
  return [cpu, memory, others, stolen, ...free];
};

async function checkPressure(
  { sources }: DoctorContext,
  resource: 'cpu' | 'memory',
  check: CheckMaker,
  what: string,
): Promise<Check> {
  const whyNot = 'this kernel reports no pressure';
  const file = await readFact(join(sources.procRoot, 'pressure', resource), whyNot);
  const percent = readOn(file, (text) => /^some avg10=([\d.]+)/m.exec(text)?.[1], whyNot);
  if ('unavailable' in percent) return check.unknown(percent.unavailable, 'boot with psi=1');
  const seen = `${what} in ${percent.value} % of the last 10 s`;
  return Number(percent.value) <= mostPressurePercent
    ? check.pass(seen)
    : check.warn(seen, 'stop what else runs, and wait until it is calm');
}

async function checkRunnable({ sources }: DoctorContext): Promise<Check> {
  const text = await readText(join(sources.procRoot, 'loadavg'));
  const running = /^\S+ \S+ \S+ (\d+)\/\d+/.exec(text ?? '')?.[1];
  if (running === undefined)
    return runnable.unknown('the kernel does not report it', 'look at /proc/loadavg');
  // The reader of the file runs too.
  const others = Math.max(0, Number(running) - 1);
  return others === 0
    ? runnable.pass('no other task wants to run')
    : runnable.warn(`other tasks that want to run: ${others}`, 'stop what else runs; `top` names it');
}

async function checkSteal({ sources, wait }: DoctorContext): Promise<Check> {
  const before = await readTicks(sources.procRoot);
  await wait(stealWindowMs);
  const after = await readTicks(sources.procRoot);
  if (before === undefined || after === undefined || after.all <= before.all) {
    return steal.unknown('the kernel does not report it', 'look at the st column of vmstat');
  }
  const ratio = (after.steal - before.steal) / (after.all - before.all);
  const seen = `the hypervisor took ${(100 * ratio).toFixed(1)} % of the CPU time in ${stealWindowMs} ms`;
  return ratio <= mostStealRatio
    ? steal.pass(seen)
    : steal.warn(seen, 'measure times on a machine that is not shared');
}

/** Clock ticks of all CPUs since boot. /proc/stat: user nice system idle iowait irq softirq steal guest guest_nice. */
async function readTicks(procRoot: string): Promise<{ steal: number; all: number } | undefined> {
  const text = await readText(join(procRoot, 'stat'));
  const ticks = /^cpu +([\d ]+)$/m
    .exec(text ?? '')?.[1]
    ?.split(' ')
    .map(Number);
  const steal = ticks?.[7];
  // Time of guests is part of user time already.
  return ticks === undefined || steal === undefined
    ? undefined
    : { steal, all: ticks.slice(0, 8).reduce((sum, n) => sum + n, 0) };
}

async function checkFreeMemory({ sources, topology }: DoctorContext): Promise<Check[]> {
  const withMemory = topology.nodes.filter((node) => node.memoryBytes > 0);
  if (withMemory.length === 0) return [judgeFreeMemory('free-memory', undefined)];
  return Promise.all(
    withMemory.map(async ({ node }) => {
      const path = join(sources.sysRoot, `devices/system/node/node${node}/meminfo`);
      const text = (await readText(path)) ?? (await readText(join(sources.procRoot, 'meminfo'))) ?? '';
      const field = parseField(text.replaceAll(/^Node \d+ /gm, ''), 'MemFree');
      return judgeFreeMemory(`free-memory-node${node}`, field);
    }),
  );
}

function judgeFreeMemory(id: string, field: string | undefined): Check {
  const check = about(id, `${leastFreeMib} MiB`);
  const kib = /^(\d+) kB$/.exec(field ?? '')?.[1];
  if (kib === undefined)
    return check.unknown('the kernel does not report it', 'look at `numactl --hardware`');
  const mib = Math.floor(Number(kib) / 1024);
  const seen = `${mib} MiB free`;
  if (mib >= leastFreeMib) return check.pass(seen);
  return check.warn(`${seen}: trials may spill to other nodes`, 'stop what else runs, or drop file caches', [
    'sync; echo 1 > /proc/sys/vm/drop_caches',
  ]);
}
