import { access } from 'node:fs/promises';
import { join } from 'node:path';
import type { Throttling } from '../../results/schema/trial.ts';
import { ancestors, parseMembership } from './cgroup.ts';
import { findText } from './read-text.ts';

/** A quota of CPU time of one cgroup: `quotaUs` in every `periodUs`, summed over CPUs. */
export interface CpuQuota {
  /** Path of the file to write to. */
  readonly file: string;
  /** What lifts it, written to the file. */
  readonly none: string;
  readonly quotaUs: number;
  readonly periodUs: number;
}

/** `whole` is false where groups around those that can be seen may have quotas of their own, as in most containers. */
export type CpuQuotaReading =
  | { readonly state: 'read'; readonly quotas: readonly CpuQuota[]; readonly whole: boolean }
  | { readonly state: 'unknown'; readonly why: string };

interface Roots {
  readonly sysRoot: string;
  readonly procRoot: string;
}

/** Folders of the groups of this process, innermost first. */
interface Groups {
  readonly version: 1 | 2;
  readonly folders: readonly string[];
  /** The last folder is the root of the hierarchy, and every one in between is there. */
  readonly whole: boolean;
}

/** Where the cpu controller is mounted: alone, with cpuacct as most distributions did, or in the hybrid layout of systemd. */
const mounts = {
  1: ['fs/cgroup/cpu', 'fs/cgroup/cpu,cpuacct'],
  2: ['fs/cgroup/unified', 'fs/cgroup'],
} as const;

/** A file that only the root of a version 1 hierarchy has, and one that only the root of version 2 lacks. */
const rootMark = { 1: 'cgroup.sane_behavior', 2: 'cgroup.events' } as const;

/** The quotas of CPU time of all groups around this process. A file that is there and cannot be read makes it unknown. */
export async function readCpuQuotas(roots: Roots): Promise<CpuQuotaReading> {
  const groups = await findGroups(roots);
  if (typeof groups === 'string') return { state: 'unknown', why: groups };
  const quotas: CpuQuota[] = [];
  for (const folder of groups.folders) {
    const quota = groups.version === 1 ? await readVersion1(folder) : await readVersion2(folder);
    if (typeof quota === 'string') return { state: 'unknown', why: quota };
    if (quota !== undefined) quotas.push(quota);
  }
  return { state: 'read', quotas, whole: groups.whole };
}

/**
 * What quotas did since the groups around this process were made, summed over them; undefined where none can be read. A kernel from 6.6 on also tells in a group for how
 * long it was stopped by groups around it, which need not be visible.
 */
export async function readThrottling(roots: Roots): Promise<Throttling | undefined> {
  const groups = await findGroups(roots);
  if (typeof groups === 'string') return undefined;
  if (groups.folders.length === 0) return { periods: 0, throttledPeriods: 0, throttledNs: 0 };
  const texts = await Promise.all(groups.folders.map((folder) => findText(join(folder, 'cpu.stat'))));
  const counts = texts.flatMap((found) => (found.state === 'text' ? [parseThrottling(found.text)] : []));
  if (counts.length === 0) return undefined;
  const sum = (pick: (count: Throttling) => number) => counts.reduce((all, count) => all + pick(count), 0);
  const local = await findText(join(groups.folders[0] ?? '', 'cpu.stat.local'));
  return {
    periods: sum(({ periods }) => periods),
    throttledPeriods: sum(({ throttledPeriods }) => throttledPeriods),
    throttledNs: Math.max(
      sum(({ throttledNs }) => throttledNs),
      parseThrottling(local.state === 'text' ? local.text : '').throttledNs,
    ),
  };
}

/** The tightest quota, in CPUs that may be busy all the time; undefined without any. */
export function tightestCpus(quotas: readonly CpuQuota[]): number | undefined {
  if (quotas.length === 0) return undefined;
  return Math.min(...quotas.map(({ quotaUs, periodUs }) => quotaUs / periodUs));
}

async function findGroups({ sysRoot, procRoot }: Roots): Promise<Groups | string> {
  const membership = await findText(join(procRoot, 'self/cgroup'));
  if (membership.state !== 'text') return '/proc/self/cgroup cannot be read';
  const { version1, version2 } = parseMembership(membership.text, 'cpu');
  const path = version1 ?? version2;
  const version = version1 === undefined ? 2 : 1;
  // A kernel that can give no CPU time to groups.
  if (path === undefined) return { version, folders: [], whole: true };
  const mount = await findMount(sysRoot, version);
  if (mount === undefined)
    return 'the cgroup hierarchy with the cpu controller is not mounted in /sys/fs/cgroup';
  const folders = ancestors(path).map((group) => join(mount, group));
  const there = await Promise.all(folders.map(exists));
  const outside = path.split('/').includes('..') || there.includes(false);
  const isRoot = (await exists(join(mount, rootMark[version]))) === (version === 1);
  // A container may be told its path on the host, of which only its own group is mounted, as the root.
  return { version, folders: folders.filter((_, i) => there[i] === true), whole: isRoot && !outside };
}

async function findMount(sysRoot: string, version: 1 | 2): Promise<string | undefined> {
  for (const mount of mounts[version]) {
    if (await exists(join(sysRoot, mount, 'cgroup.procs'))) return join(sysRoot, mount);
  }
  return undefined;
}

async function readVersion2(folder: string): Promise<CpuQuota | undefined | string> {
  const file = join(folder, 'cpu.max');
  // Absent at the root of the hierarchy, and in a group without the controller.
  const found = await findText(file);
  if (found.state !== 'text') return found.state === 'silent' ? undefined : found.reason;
  const [, quota, period] = /^(max|\d+) (\d+)$/.exec(found.text) ?? [];
  if (quota === undefined) return `${file} holds ${JSON.stringify(found.text)}`;
  return quota === 'max'
    ? undefined
    : { file, none: 'max', quotaUs: Number(quota), periodUs: Number(period) };
}

async function readVersion1(folder: string): Promise<CpuQuota | undefined | string> {
  const file = join(folder, 'cpu.cfs_quota_us');
  const quota = await findText(file);
  if (quota.state !== 'text') return quota.state === 'silent' ? undefined : quota.reason;
  if (quota.text === '-1') return undefined;
  const period = await findText(join(folder, 'cpu.cfs_period_us'));
  const [quotaUs, periodUs] = [quota.text, period.state === 'text' ? period.text : ''].map(Number);
  if (!(Number(quotaUs) > 0 && Number(periodUs) > 0)) return `${file} and its period cannot be understood`;
  return { file, none: '-1', quotaUs: Number(quotaUs), periodUs: Number(periodUs) };
}

/** What happened between two readings. */
export function throttlingBetween(
  before: Throttling | undefined,
  after: Throttling | undefined,
): Throttling | undefined {
  if (before === undefined || after === undefined) return undefined;
  // A counter goes back where a group was taken away meanwhile.
  const grown = (pick: (count: Throttling) => number) => Math.max(0, pick(after) - pick(before));
  return {
    periods: grown(({ periods }) => periods),
    throttledPeriods: grown(({ throttledPeriods }) => throttledPeriods),
    throttledNs: grown(({ throttledNs }) => throttledNs),
  };
}

/** Version 1 gives nanoseconds, version 2 microseconds. */
function parseThrottling(text: string): Throttling {
  const field = (name: string) => Number(new RegExp(`^${name} (\\d+)$`, 'm').exec(text)?.[1] ?? 0);
  return {
    periods: field('nr_periods'),
    throttledPeriods: field('nr_throttled'),
    throttledNs: field('throttled_time') + 1000 * field('throttled_usec'),
  };
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
