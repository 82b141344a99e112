import { expect, test } from 'vitest';
import { makeMachineTree } from '../../../test/fixtures/sys/make-machine-tree.ts';
import { readOomKills } from './oom.ts';

async function readFrom(files: Record<string, string>): Promise<number> {
  const { sysRoot, procRoot } = await makeMachineTree({ cpus: [0], files });
  return readOomKills(sysRoot, procRoot);
}

test('counts the kills of our own version 2 cgroup, not those of the machine', async () => {
  const files = {
    'proc/self/cgroup': '0::/user.slice/lab',
    'proc/vmstat': 'nr_free_pages 1\noom_kill 9',
    'sys/fs/cgroup/user.slice/lab/memory.events': 'max 3\noom 1\noom_kill 2\noom_group_kill 0',
  };
  expect(await readFrom(files)).toBe(2);
});

test('counts the kills of our own version 1 cgroup', async () => {
  const files = {
    'proc/self/cgroup': '9:name=systemd:/\n4:memory:/docker/abc\n0::/',
    'sys/fs/cgroup/memory/docker/abc/memory.oom_control': 'oom_kill_disable 0\nunder_oom 0\noom_kill 4',
  };
  expect(await readFrom(files)).toBe(4);
});

test('finds the cgroup of a container that is mounted as the root', async () => {
  const files = {
    'proc/self/cgroup': '0::/../../outside',
    'sys/fs/cgroup/memory.events': 'oom_kill 1',
  };
  expect(await readFrom(files)).toBe(1);
});

test('counts the kills of the machine when no cgroup tells, and none when nothing tells', async () => {
  expect(await readFrom({ 'proc/self/cgroup': '0::/', 'proc/vmstat': 'oom_kill 9' })).toBe(9);
  expect(await readFrom({})).toBe(0);
});
