import { dirname } from 'node:path';
import lockfile from 'proper-lockfile';
import { codeOf, makeFolders, whyNotWritable } from './make-folders.ts';
import { UserError } from './user-error.ts';

const retryEveryMs = 500;
/** A lock whose holder has not refreshed it for this long belongs to a dead process. */
const staleAfterMs = 15_000;

/**
 * Runs `work` while holding the lock `path`.lock, shared by all processes of this machine. Waits as long as another
 * holds it; `onWait` is called once. A lock left by a killed process is taken over. The signal that `work` gets is aborted when the
 * lock is lost: its folder was removed, or this process stood still for so long that another took it for dead.
 * Throws UserError when the folder, which lies in the cache, cannot be written.
 */
export async function withLock<T>(
  path: string,
  onWait: () => void,
  work: (lost: AbortSignal) => Promise<T>,
): Promise<T> {
  const lost = new AbortController();
  const release = await acquire(path, onWait, () => lost.abort()).catch((error) => {
    throw asUserError(dirname(path), error);
  });
  try {
    return await work(lost.signal);
  } finally {
    if (!lost.signal.aborted) await release();
  }
}

async function acquire(path: string, onWait: () => void, onLost: () => void): Promise<() => Promise<void>> {
  await makeFolders(dirname(path));
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await lockfile.lock(path, { realpath: false, stale: staleAfterMs, onCompromised: onLost });
    } catch (error) {
      if (codeOf(error) !== 'ELOCKED') throw error;
    }
    if (attempt === 0) onWait();
    await new Promise((resolve) => setTimeout(resolve, retryEveryMs));
  }
}

function asUserError(folder: string, error: unknown): unknown {
  const reason = whyNotWritable(error);
  if (reason === undefined) return error;
  return new UserError(`cannot keep anything in the cache folder '${folder}': ${reason}`, {
    hint: 'name another cache folder with NUMA_LAB_CACHE',
    cause: error,
  });
}
