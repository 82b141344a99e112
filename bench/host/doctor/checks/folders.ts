import { constants } from 'node:fs';
import { access, stat, statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import { about, type Check, type CheckSubject } from '../check.ts';

/** Kernel image, programs and guest snapshots of a few shapes. */
const leastFreeMib = 2048;

/** Whether results can be kept and caches filled. */
export const checkFolders: CheckSubject = async ({ cacheDirectory, resultsDirectory }) => [
  await checkFolder('results-folder', resultsDirectory, '--results'),
  await checkFolder('cache-folder', cacheDirectory, 'NUMA_LAB_CACHE'),
];

async function checkFolder(id: string, folder: string, setting: string): Promise<Check> {
  const check = about(id, `can be written, ${leastFreeMib} MiB free`);
  const existing = await findExisting(folder);
  const remedy = `give another folder with ${setting}, or fix its owner and mode`;
  if (!(await isWritableFolder(existing))) return check.fail(`${existing} cannot be written`, remedy);
  const { bavail, bsize } = await statfs(existing);
  const freeMib = Math.floor((bavail * bsize) / 2 ** 20);
  return freeMib >= leastFreeMib
    ? check.pass(`${folder}, ${freeMib} MiB free`)
    : check.warn(`${folder} has ${freeMib} MiB free`, `make room, or give another folder with ${setting}`);
}

/** The folder, or the one in which it would be made. */
async function findExisting(folder: string): Promise<string> {
  for (let candidate = folder; ; candidate = dirname(candidate)) {
    const found = await stat(candidate).then(
      () => true,
      () => false,
    );
    if (found || candidate === dirname(candidate)) return candidate;
  }
}

async function isWritableFolder(path: string): Promise<boolean> {
  try {
    await access(path, constants.W_OK | constants.X_OK);
    return (await stat(path)).isDirectory();
  } catch {
    return false;
  }
}
