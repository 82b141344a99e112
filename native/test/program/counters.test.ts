import { describe, expect, test } from 'vitest';
import { first, isSingle, pair, pairOrFirst } from './cpus.ts';
import { canRun } from './needs.ts';
import { type Mode, readLines } from './run.ts';
import { programOf, targets } from './targets.ts';

const once = ['--seed', '1', '--samples', '1', '--warmup', '0'];
const blocks = [
  'churn',
  '--threads',
  first,
  '--sizes',
  'fixed:200000',
  '--slots',
  '4',
  '--operations',
  '100',
  ...once,
];

const counters = (
  target: string,
  mode: Mode,
  arguments_: readonly string[],
  prefix: readonly string[] = [],
) => readLines(programOf(target), mode, arguments_, { prefix }).of('counters')[0];

describe.each(targets)('%s', (target) => {
  test('counts in mode count, or says why not', () => {
    const found = counters(target, 'count', blocks);
    expect(found).toBeDefined();
    // A lacking one has a reason: results/schema/counters.ts has no other form.
    expect(Object.keys(found ?? {})).toEqual(
      expect.arrayContaining(['hardware', 'kernel', 'systemCalls', 'futex', 'vmstat', 'numastat']),
    );
  });

  test('counts in a timed mode only when asked, and not when told not to', () => {
    expect(counters(target, 'count', [...blocks, '--counters', 'off'])).toBeUndefined();
    expect(counters(target, 'throughput', blocks)).toBeUndefined();
    expect(counters(target, 'throughput', [...blocks, '--counters', 'on'])).toBeDefined();
  });
});

// A private mount of tracefs, which needs root and a kernel that has it.
const withTracefs = [
  'unshare',
  '-m',
  'sh',
  '-c',
  'mount -t tracefs tracefs /sys/kernel/tracing && exec "$@"',
  'sh',
];
const [unshare = '', ...mount] = withTracefs;
const isBlind = !canRun(unshare, ...mount, 'true');

describe.skipIf(isBlind)('where the kernel shows its tracepoints', () => {
  test.each(targets.filter((target) => target.startsWith('musl')))(
    '%s: calls are counted one by one',
    (target) => {
      const found = counters(target, 'count', blocks, withTracefs);
      // Four blocks before the pass; the allocator's own records may come after a guard page.
      expect(found?.systemCalls).toMatchObject({ munmap: 100, other: 0, mmap: expect.toBeOneOf([104, 105]) });
      expect(found?.futex).toMatchObject({ calls: 0 });
    },
  );

  // Turns are passed on by futex calls of the harness, and children are created.
  test.each(targets)('%s: created threads are counted', (target) => {
    const work = ['threads', '--threads', first, '--operations', '20', ...once];
    const calls = counters(target, 'count', work, withTracefs)?.systemCalls;
    if (calls === undefined || 'unavailable' in calls) throw new Error(JSON.stringify(calls));
    expect((calls.clone ?? 0) + (calls.clone3 ?? 0)).toBe(20);
  });

  /** Every workload, as small as it comes; handing over needs two threads, on one node or on two. */
  const small = ['--operations', '20', ...once];
  const workloads: readonly (readonly [string, readonly string[]])[] = [
    ['churn', [first, ...small]],
    ['churn', [pairOrFirst, '--turn', '4', ...small]],
    ['threads', [pairOrFirst, ...small]],
    ['threads', [pairOrFirst, '--pin', 'creator', '--idle', '2', ...small]],
    ['threads', [pairOrFirst, '--end', 'detached', ...small]],
    ['threads', [pairOrFirst, '--style', 'concurrent', '--stacks', 'reused', ...small]],
    ['sharing', [first, ...small]],
    ['classic', [first, ...once]],
    ['calibrate', [first, '--loads', '100', '--pages', '20', '--chase-bytes', '65536', ...small]],
    ...(isSingle
      ? []
      : [
          ...['phases', 'mutex', 'condvar', 'rwlock', 'barrier', 'thread-list'].map(
            (name): [string, string[]] => [name, [pair(), ...small]],
          ),
          ['remote-free', [pair('producer', 'consumer'), ...small]] as const,
          ['regrow', [pair('owner', 'writer'), ...small]] as const,
          ['reuse', [pair('owner', 'successor'), ...small]] as const,
        ]),
  ];
  const ofHarness = ['openat', 'read', 'close', 'sched_yield', 'mbind', 'other'];

  // Neither libc needs one of these here, but for what glibc reads once in regrow. jemalloc begins by reading files.
  const ownAllocator = targets.filter((target) => !target.includes('+'));
  test.each(ownAllocator.flatMap((target) => workloads.map(([name, work]) => [target, name, work] as const)))(
    '%s: calls of the harness are none of %s %j',
    (target, name, [threads = first, ...work]) => {
      const found = counters(target, 'count', [name, '--threads', threads, ...work], withTracefs);
      const calls = found?.systemCalls;
      if (calls === undefined || 'unavailable' in calls) throw new Error(JSON.stringify(calls));
      const most = name === 'regrow' ? 1 : 0;
      for (const call of ofHarness) expect([call, calls[call]]).toEqual([call, expect.toBeOneOf([0, most])]);
      expect(Object.keys(found?.harnessCalls ?? {})).toContain('other');
    },
  );

  const asNobody = ['setpriv', '--reuid', '65534', '--clear-groups'];
  test.skipIf(!canRun('setpriv', '--reuid', '65534', '--clear-groups', 'true'))(
    'a user without rights reads why there is no count, and no zero',
    () => {
      const found = counters('glibc', 'count', blocks, [...withTracefs, ...asNobody]);
      expect(found?.systemCalls).toEqual({ unavailable: 'tracefs is not readable by this user' });
    },
  );
});
