import { mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { evictOldest } from './evict.ts';

const folder = mkdtempSync(join(tmpdir(), 'numa-lab-evict-'));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('keeps the entry in use and the most recently used others, and leaves locks and hidden files alone', async () => {
  for (const [name, age] of [
    ['a', 40],
    ['b', 30],
    ['c', 20],
    ['d', 10],
    ['.new', 99],
    ['x.lock', 99],
  ] as const) {
    const path = join(folder, name);
    if (name === 'b') mkdirSync(path);
    else writeFileSync(path, name);
    utimesSync(path, 1_000_000 - age, 1_000_000 - age);
  }
  await evictOldest(folder, join(folder, 'a'), 2);
  expect(readdirSync(folder).sort()).toEqual(['.new', 'a', 'd', 'x.lock']);
});
