import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Folder of package.json, native/ and scripts/: found from the source tree and from dist/, which mirrors it. */
export function findLabRoot(from: string = import.meta.url): string {
  let folder = dirname(fileURLToPath(from));
  while (!existsSync(join(folder, 'package.json'))) {
    if (folder === dirname(folder)) throw new Error(`no package.json above ${fileURLToPath(from)}`);
    folder = dirname(folder);
  }
  return folder;
}
