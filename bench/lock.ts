import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import lockfile from 'proper-lockfile';

const retryEveryMs = 500;
/** A lock whose holder has not refreshed it for this long belongs to a dead process. */
const staleAfterMs = 15_000;

/**
 * Runs `work` while holding the lock `path`.lock, shared by all processes of this machine. Waits as long as another
 * holds it; `onWait` is told once. A lock left by a killed process is taken over.
 */
export async function withLock<T>(path: string, onWait: () => void, work: () => Promise<T>): Promise<T> {
  await mkdir(dirname(path), { recursive: true });
  const release = await acquire(path, onWait);
  try {
    return await work();
  } finally {
    await release();
  }
}

async function acquire(path: string, onWait: () => void): Promise<() => Promise<void>> {
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await lockfile.lock(path, { realpath: false, stale: staleAfterMs });
    } catch (error) {
      if (!isHeld(error)) throw error;
    }
    if (attempt === 0) onWait();
    await new Promise((resolve) => setTimeout(resolve, retryEveryMs));
  }
}

function isHeld(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ELOCKED';
}
