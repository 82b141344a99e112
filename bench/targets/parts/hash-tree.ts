import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { access, lstat, readdir, readFile, readlink } from 'node:fs/promises';
import { join } from 'node:path';

/** What musl's own build leaves in a source tree that it was made in; nothing of it is source. */
const buildProducts = /^(?:obj|lib|build)\/|^config\.mak$|(?:^|\/)\.git(?:\/|$)|\.(?:o|lo)$/;

/** Paths of all files and links below `root`, relative and sorted, without what a build or git keeps there. */
export async function listTree(root: string): Promise<readonly string[]> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() || entry.isSymbolicLink())
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1))
    .filter((path) => !buildProducts.test(path))
    .sort();
}

/** SHA-256 (hexadecimal) over names, contents and the permission to run of these files below `root`. */
export async function hashTree(root: string, paths: readonly string[]): Promise<string> {
  const hash = createHash('sha256');
  for (const path of paths) {
    const file = join(root, path);
    const isLink = (await lstat(file)).isSymbolicLink();
    const content = isLink ? Buffer.from(await readlink(file)) : await readFile(file);
    const kind = isLink ? 'link' : (await isExecutable(file)) ? 'program' : 'file';
    hash.update(`${path}\0${kind}\0${content.length}\0`).update(content);
  }
  return hash.digest('hex');
}

function isExecutable(path: string): Promise<boolean> {
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
}
