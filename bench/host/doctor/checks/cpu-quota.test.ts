import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { makeContext } from '../../../../test/fixtures/sys/judge-machine.ts';
import { checkCpuQuota } from './cpu-quota.ts';

const version2 = {
  'proc/self/cgroup': '0::/user.slice/lab',
  'sys/fs/cgroup/cgroup.procs': '',
  'sys/fs/cgroup/user.slice/cpu.max': 'max 100000',
  'sys/fs/cgroup/user.slice/lab/cpu.max': 'max 100000',
};

const version1 = {
  'proc/self/cgroup': '4:memory:/\n1:cpu,cpuacct:/docker/abc\n0::/',
  'sys/fs/cgroup/cpu,cpuacct/cgroup.procs': '',
  'sys/fs/cgroup/cpu,cpuacct/cgroup.sane_behavior': '0',
  'sys/fs/cgroup/cpu,cpuacct/cpu.cfs_quota_us': '-1',
  'sys/fs/cgroup/cpu,cpuacct/docker/cpu.cfs_quota_us': '-1',
  'sys/fs/cgroup/cpu,cpuacct/docker/abc/cpu.cfs_quota_us': '-1',
};

async function judge(files: Record<string, string>, nodes?: readonly number[]) {
  const [found] = await checkCpuQuota(await makeContext({ files, context: { nodes } }));
  return found;
}

describe('a quota of CPU time', () => {
  test('passes only where every group up to the root of the hierarchy has none', async () => {
    expect((await judge(version2))?.verdict).toBe('pass');
    expect((await judge(version1))?.verdict).toBe('pass');
  });

  test('fails below one CPU, wherever on the path it is set, and names the command', async () => {
    const outer = { ...version2, 'sys/fs/cgroup/user.slice/cpu.max': '40000 100000' };
    const found = await judge(outer);
    expect(found).toMatchObject({
      verdict: 'fail',
      seen: expect.stringContaining('a quota of 0.4 CPUs where 2'),
    });
    expect(found?.commands).toEqual([expect.stringMatching(/^echo max > '.*\/user\.slice\/cpu\.max'$/)]);
    const old = {
      ...version1,
      'sys/fs/cgroup/cpu,cpuacct/docker/abc/cpu.cfs_quota_us': '50000',
      'sys/fs/cgroup/cpu,cpuacct/docker/abc/cpu.cfs_period_us': '100000',
    };
    expect(await judge(old)).toMatchObject({
      verdict: 'fail',
      commands: [expect.stringMatching(/^echo -1 > '.*\/docker\/abc\/cpu\.cfs_quota_us'$/)],
    });
  });

  test('is a warning below the CPUs of the nodes that were asked for, and passes where they fit', async () => {
    const files = { ...version2, 'sys/fs/cgroup/user.slice/lab/cpu.max': '150000 100000' };
    expect((await judge(files))?.verdict).toBe('warn');
    expect(await judge(files, [1])).toMatchObject({ verdict: 'pass', seen: 'a quota of 1.5 CPUs for 1' });
  });

  test('is unknown, never passed, where it cannot be read or understood', async () => {
    expect((await judge({}))?.verdict).toBe('unknown');
    expect((await judge({ 'proc/self/cgroup': '0::/' }))?.verdict).toBe('unknown');
    const odd = { ...version2, 'sys/fs/cgroup/user.slice/cpu.max': 'lots' };
    expect(await judge(odd)).toMatchObject({ verdict: 'unknown', seen: expect.stringContaining('"lots"') });
    // A folder in place of the file: an error that says nothing about the machine, as it does for every file.
    const context = await makeContext({ files: version2 });
    const file = join(context.sources.sysRoot, 'fs/cgroup/user.slice/cpu.max');
    await rm(file);
    await mkdir(file);
    await expect(checkCpuQuota(context)).rejects.toThrow(/cannot read .*cpu\.max: EISDIR/);
  });

  test('is unknown in a container, around which groups may have one', async () => {
    const inside = {
      'proc/self/cgroup': '0::/',
      'sys/fs/cgroup/cgroup.procs': '',
      'sys/fs/cgroup/cgroup.events': 'populated 1',
      'sys/fs/cgroup/cpu.max': 'max 100000',
    };
    expect((await judge(inside))?.verdict).toBe('unknown');
    expect((await judge({ ...inside, 'sys/fs/cgroup/cpu.max': '50000 100000' }))?.verdict).toBe('fail');
    // Told its path on the host, with only its own group mounted.
    const old = {
      'proc/self/cgroup': '1:cpu:/docker/abc',
      'sys/fs/cgroup/cpu/cgroup.procs': '',
      'sys/fs/cgroup/cpu/cpu.cfs_quota_us': '-1',
    };
    expect((await judge(old))?.verdict).toBe('unknown');
  });
});
