import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { withLock } from './lock.ts';
import { UserError } from './user-error.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'numa-lab-lock-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});
const quietly = () => undefined;

test('the second waits, is called once, and comes after the first', async () => {
  const order: string[] = [];
  let waits = 0;
  let letGo = quietly;
  let taken = quietly;
  const isTaken = new Promise<void>((resolve) => {
    taken = () => void resolve();
  });
  const first = withLock(join(folder, 'run'), quietly, async () => {
    const held = new Promise<void>((resolve) => {
      letGo = () => void resolve();
    });
    taken();
    await held;
    order.push('first');
  });
  await isTaken;
  const second = withLock(
    join(folder, 'run'),
    () => {
      waits += 1;
      letGo();
    },
    async () => void order.push('second'),
  );
  await Promise.all([first, second]);
  expect(order).toEqual(['first', 'second']);
  expect(waits).toBe(1);
});

test.each([
  ['a file', () => join(folder, 'file', 'targets', 'x'), 'a part of the path is a file'],
  ['where nothing can be made', () => '/proc/numa-lab/targets/x', 'no directory can be made there'],
])('a cache folder that is %s is refused by name', async (_, path, reason) => {
  await writeFile(join(folder, 'file'), '');
  const locked = withLock(path(), quietly, async () => undefined);
  await expect(locked).rejects.toThrow(UserError);
  await expect(locked).rejects.toThrow(reason);
});

test('a lock that is taken away aborts the work and is no crash', { timeout: 20_000 }, async () => {
  const aborted = await withLock(join(folder, 'run'), quietly, async (lost) => {
    await rm(join(folder, 'run.lock'), { recursive: true });
    await new Promise((resolve) => lost.addEventListener('abort', resolve));
    return lost.aborted;
  });
  expect(aborted).toBe(true);
});
