import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { addonPath } from './addon/load-addon.ts';
import { findLabRoot } from './lab-root.ts';
import { hashIfPresent } from './targets/hash-if-present.ts';

/** The sources, or what the build made of them: whichever this file belongs to. */
const codeRoot = fileURLToPath(new URL('..', import.meta.url));
const folders = ['analysis', 'bench', join('results', 'schema'), join('results', 'text')];

/**
 * SHA-256 (hexadecimal) of the code that is running, tests apart, and of the addon where there is one. The commit does not identify it: the tree may
 * hold changes, and the build be older than the tree. The C programs and the guest's agent have hashes of their own.
 */
export async function hashCode(root: string = codeRoot): Promise<string> {
  const hash = createHash('sha256');
  for (const folder of folders) {
    const names = await readdir(join(root, folder), { recursive: true });
    for (const name of names.filter(isCode).sort()) {
      const text = await readFile(join(root, folder, name), 'utf8');
      hash.update(`${folder}/${name} ${text.length} ${text}`);
    }
  }
  hash.update(`addon ${await hashIfPresent(addonPath(findLabRoot()))}`);
  return hash.digest('hex');
}

function isCode(name: string): boolean {
  return /\.[jt]s$/.test(name) && !/\.test\.[jt]s$/.test(name);
}
