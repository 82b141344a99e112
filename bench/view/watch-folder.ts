import { type FSWatcher, watch } from 'node:fs';

export interface FolderWatch {
  /** For what is not seen in the folder. */
  readonly lookNow: () => void;
  readonly stop: () => void;
}

/**
 * Calls `look` now, when something in the folder changes, and every `pollMs`: changes are not reported on every file system, nor that the folder
 * itself was removed. A look that takes long is followed by a longer pause, so that looking stays below a twentieth of the time. One call ends before the next begins.
 */
export function watchFolder(folder: string, pollMs: number, look: () => Promise<void>): FolderWatch {
  let [isLooking, isWanted, isClosed] = [false, false, false];
  let timer: NodeJS.Timeout | undefined;
  const lookAgain = async (): Promise<void> => {
    isWanted = true;
    if (isLooking) return;
    isLooking = true;
    clearTimeout(timer);
    const begunMs = performance.now();
    while (isWanted && !isClosed) {
      isWanted = false;
      // What a look comes upon is its own to tell; the next one may do better.
      await look().catch(() => undefined);
    }
    isLooking = false;
    if (!isClosed) timer = setTimeout(lookAgain, Math.max(pollMs, 20 * (performance.now() - begunMs)));
  };
  const watcher = tryWatch(folder, lookAgain);
  void lookAgain();
  return {
    lookNow: () => void lookAgain(),
    stop: () => {
      isClosed = true;
      clearTimeout(timer);
      watcher?.close();
    },
  };
}

/** Undefined where there is nothing to watch, or no watch is left to have: polling does then. */
function tryWatch(folder: string, onChange: () => void): FSWatcher | undefined {
  try {
    return watch(folder, { persistent: false }, onChange).on('error', () => undefined);
  } catch {
    return undefined;
  }
}
