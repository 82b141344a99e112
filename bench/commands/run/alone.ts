import { join } from 'node:path';
import { cacheDirectory } from '../../cache-directory.ts';
import { withLock } from '../../lock.ts';
import { catchInterrupts } from '../../run/interrupt.ts';
import type { Say } from '../prepare/prepare-run.ts';

/**
 * Does `work` while no other run is going on: two at once disturb each other's times. The signal that it gets is aborted by Ctrl-C, SIGTERM or SIGHUP, and
 * when the lock is lost.
 */
export async function runAlone<T>(say: Say, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const onWait = () => say('another run is going on, or was killed a moment ago; waiting');
  return withLock(join(cacheDirectory(), 'run'), onWait, async (lockLost) => {
    const interrupt = catchInterrupts(() =>
      say('stopping; finished trials are kept (once more: stop at once)'),
    );
    // Another run may begin now.
    lockLost.addEventListener('abort', () =>
      say(`${cacheDirectory()}/run.lock was taken away; stopping, finished trials are kept`),
    );
    try {
      return await work(AbortSignal.any([interrupt.signal, lockLost]));
    } finally {
      interrupt.release();
    }
  });
}
