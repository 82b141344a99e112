import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Folders under native/ whose C files are linked into a benchmark program, or opened by it. */
export const sourceFolders = [
  'census',
  'conformance',
  'counters',
  'harness',
  'program',
  'proof',
  'workloads',
];

/**
 * SHA-256 over the names and contents of everything a benchmark program is compiled from, the Makefile included. Equal in
 * every clone of one commit.
 */
export async function hashSources(labRoot: string): Promise<string> {
  const native = join(labRoot, 'native');
  const listed = await Promise.all(sourceFolders.map((folder) => listSources(native, folder)));
  const names = ['Makefile', ...listed.flat()].sort();
  const contents = await Promise.all(names.map((name) => readFile(join(native, name))));
  const hash = createHash('sha256');
  names.forEach((name, i) => {
    const content = contents[i] ?? Buffer.alloc(0);
    hash.update(`${name}\0${content.length}\0`).update(content);
  });
  return hash.digest('hex');
}

async function listSources(native: string, folder: string): Promise<readonly string[]> {
  const names = await readdir(join(native, folder), { recursive: true });
  return names.filter((name) => /\.[ch]$/.test(name)).map((name) => join(folder, name));
}
