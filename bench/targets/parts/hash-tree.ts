import { createHash } from 'node:crypto';
import { lstat, readdir, readFile, readlink } from 'node:fs/promises';
import { join, relative } from 'node:path';

/** What musl's own build leaves in a source tree that it was made in; nothing of it is source. */
const buildProducts = /^(?:obj|lib|build)\/|^config\.mak$|(?:^|\/)\.git(?:\/|$)|\.(?:o|lo)$/;

/** Paths of all files and links below `root`, relative and sorted. */
export async function listFiles(root: string): Promise<readonly string[]> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() || entry.isSymbolicLink())
    .map((entry) => relative(root, join(entry.parentPath, entry.name)))
    .sort();
}

/** The same without what a build or git keeps in a source tree. */
export async function listTree(root: string): Promise<readonly string[]> {
  return (await listFiles(root)).filter((path) => !buildProducts.test(path));
}

/** SHA-256 (hexadecimal) over names, contents and the permission to run of these files below `root`. */
export async function hashTree(root: string, paths: readonly string[]): Promise<string> {
  const hash = createHash('sha256');
  for (const path of paths) {
    const file = join(root, path);
    const found = await lstat(file);
    const isLink = found.isSymbolicLink();
    const content = isLink ? Buffer.from(await readlink(file)) : await readFile(file);
    const kind = isLink ? 'link' : (found.mode & 0o111) !== 0 ? 'program' : 'file';
    hash.update(`${path}\0${kind}\0${content.length}\0`).update(content);
  }
  return hash.digest('hex');
}
