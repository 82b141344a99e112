import type * as fs from 'node:fs/promises';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { makeMachineTree } from '../../test/fixtures/sys/make-machine-tree.ts';
import { UserError } from '../user-error.ts';
import { readFact } from './fact.ts';
import { findText, readNames, readText } from './read-text.ts';
import { readTopology } from './topology/read-topology.ts';

/** Errors by the end of the path that gets them; how many files are open, and how many were at most. */
const disk = vi.hoisted(() => ({ errors: {} as Record<string, string>, open: 0, mostOpen: 0 }));

vi.mock('node:fs/promises', async (importOriginal) => {
  const real = await importOriginal<typeof fs>();
  const failing =
    <T>(read: (path: string, ...rest: never[]) => Promise<T>) =>
    async (path: string, ...rest: never[]): Promise<T> => {
      const code = Object.entries(disk.errors).find(([end]) => path.endsWith(end))?.[1];
      if (code !== undefined) throw Object.assign(new Error(`${code}: refused, open '${path}'`), { code });
      disk.open += 1;
      disk.mostOpen = Math.max(disk.mostOpen, disk.open);
      return read(path, ...rest).finally(() => {
        disk.open -= 1;
      });
    };
  return { ...real, readFile: failing(real.readFile as never), readdir: failing(real.readdir as never) };
});

beforeEach(() => Object.assign(disk, { errors: {}, open: 0, mostOpen: 0 }));

const twoCores = { cpus: [0, 1, 2, 3], cores: ['0,1', '2,3'] };
const nodes = [{ node: 0, cpus: '0-3', memoryKib: 1024, distances: [10] }];

describe('a file that', () => {
  test.each(['ENOENT', 'ENOTDIR', 'EOPNOTSUPP', 'EINVAL', 'ENODEV'])(
    'is not there, or says nothing (%s), is silent',
    async (code) => {
      disk.errors = { fact: code };
      expect(await readText('/x/fact')).toBeUndefined();
      expect(await readFact('/x/fact', 'no such setting')).toEqual({ unavailable: 'no such setting' });
    },
  );

  test.each(['EACCES', 'EPERM'])('may not be read (%s) is not taken for none', async (code) => {
    disk.errors = { fact: code };
    expect(await findText('/x/fact')).toEqual({ state: 'refused', reason: '/x/fact may not be read' });
    expect(await readFact('/x/fact', 'none')).toEqual({ unavailable: '/x/fact may not be read' });
    await expect(readText('/x/fact')).rejects.toThrow(UserError);
  });

  test.each(['EMFILE', 'EIO', 'ELOOP'])('cannot be read now (%s) is an error that names it', async (code) => {
    disk.errors = { fact: code, folder: code };
    for (const read of [readText('/x/fact'), findText('/x/fact'), readFact('/x/fact', 'none')]) {
      await expect(read).rejects.toThrow(`cannot read /x/fact: ${code}: refused`);
    }
    await expect(readNames('/x/folder')).rejects.toThrow('cannot read /x/folder');
  });
});

describe('a topology', () => {
  test('is not made up where the files of a core cannot be read', async () => {
    const { sysRoot, procRoot } = await makeMachineTree({ ...twoCores, nodes });
    disk.errors = { 'cpu2/topology/core_cpus_list': 'EMFILE' };
    await expect(readTopology(sysRoot, procRoot)).rejects.toThrow('cpu2/topology/core_cpus_list: EMFILE');
    disk.errors = { 'cpu2/cache': 'EMFILE' };
    await expect(readTopology(sysRoot, procRoot)).rejects.toThrow('cpu2/cache: EMFILE');
    disk.errors = { 'self/status': 'EMFILE' };
    await expect(readTopology(sysRoot, procRoot)).rejects.toThrow('self/status: EMFILE');
  });

  test('of a distance file that may not be read does without the distance', async () => {
    const { sysRoot, procRoot } = await makeMachineTree({ ...twoCores, nodes });
    disk.errors = { 'node0/distance': 'EACCES' };
    expect((await readTopology(sysRoot, procRoot)).distances).toEqual([[null]]);
  });

  test('of hundreds of CPUs is read with few files open at once', async () => {
    const cpus = Array.from({ length: 96 }, (_, cpu) => cpu);
    const caches = [cpus.join(',')];
    const { sysRoot, procRoot } = await makeMachineTree({
      ...{ cpus, caches },
      nodes: [{ node: 0, cpus: '0-95', memoryKib: 1024, distances: [10] }],
    });
    const read = await readTopology(sysRoot, procRoot);
    expect(read.nodes[0]?.cpus).toHaveLength(96);
    expect(disk.mostOpen).toBeLessThanOrEqual(32);
  });
});
