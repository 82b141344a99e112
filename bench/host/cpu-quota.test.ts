import { expect, test } from 'vitest';
import { makeMachineTree } from '../../test/fixtures/sys/make-machine-tree.ts';
import { readThrottling, throttlingBetween } from './cpu-quota.ts';

async function readFrom(files: Record<string, string>) {
  return readThrottling(await makeMachineTree({ cpus: [0], files }));
}

const stat = (periods: number, throttled: number, usec: number) =>
  `usage_usec 9\nnr_periods ${periods}\nnr_throttled ${throttled}\nthrottled_usec ${usec}`;

test('sums what the quotas of all groups around this process did, in nanoseconds', async () => {
  const files = {
    'proc/self/cgroup': '0::/user.slice/lab',
    'sys/fs/cgroup/cgroup.procs': '',
    'sys/fs/cgroup/cpu.stat': 'usage_usec 9',
    'sys/fs/cgroup/user.slice/cpu.stat': stat(184, 180, 5000),
    'sys/fs/cgroup/user.slice/lab/cpu.stat': stat(10, 1, 7),
  };
  expect(await readFrom(files)).toEqual({ periods: 194, throttledPeriods: 181, throttledNs: 5_007_000 });
});

test('takes the time that a group was stopped by groups that cannot be seen', async () => {
  const files = {
    'proc/self/cgroup': '1:cpu:/docker/abc',
    'sys/fs/cgroup/cpu/cgroup.procs': '',
    'sys/fs/cgroup/cpu/cpu.stat': 'nr_periods 0\nnr_throttled 0\nthrottled_time 0',
    'sys/fs/cgroup/cpu/cpu.stat.local': 'throttled_time 529338740',
  };
  expect(await readFrom(files)).toEqual({ periods: 0, throttledPeriods: 0, throttledNs: 529338740 });
});

test('is not reported without the counters, and is the growth between two readings', async () => {
  expect(await readFrom({})).toBeUndefined();
  const withoutController = { 'proc/self/cgroup': '4:memory:/' };
  expect(await readFrom(withoutController)).toEqual({ periods: 0, throttledPeriods: 0, throttledNs: 0 });
  const before = { periods: 10, throttledPeriods: 4, throttledNs: 100 };
  const after = { periods: 30, throttledPeriods: 5, throttledNs: 250 };
  expect(throttlingBetween(before, after)).toEqual({ periods: 20, throttledPeriods: 1, throttledNs: 150 });
  expect(throttlingBetween(undefined, after)).toBeUndefined();
});
