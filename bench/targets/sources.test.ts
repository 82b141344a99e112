import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { findLabRoot } from '../lab-root.ts';
import { sourceFolders } from './sources.ts';

test('the hash of the sources covers every folder that the Makefile compiles', async () => {
  const makefile = await readFile(join(findLabRoot(), 'native', 'Makefile'), 'utf8');
  const folders = /^folders = (.*)$/m
    .exec(makefile)?.[1]
    ?.split(' ')
    .map((folder) => folder.split('/')[0]);
  expect([...new Set(folders)].sort()).toEqual([...sourceFolders]);
});
