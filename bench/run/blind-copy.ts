import { copyFile, rename } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { BuiltTarget } from '../targets/built-target.ts';
import { hashIfPresent } from '../targets/hash-if-present.ts';

/**
 * The baseline's program once more under the control's label: a file of its own beside it, its path as long. A copy and
 * not a link: other targets are other files as well, with page cache of their own.
 */
export async function makeBlindCopy(baseline: BuiltTarget, label: string): Promise<BuiltTarget> {
  const name = basename(baseline.path).replace(baseline.name, label);
  const path = join(dirname(baseline.path), name);
  if (label.length !== baseline.name.length || path === baseline.path) {
    throw new Error(`${path} is no blind copy of ${baseline.path}`);
  }
  if ((await hashIfPresent(path)) !== baseline.binarySha256) {
    const unfinished = `${path}.${process.pid}`;
    await copyFile(baseline.path, unfinished);
    await rename(unfinished, path);
  }
  return { ...baseline, name: label, path };
}
