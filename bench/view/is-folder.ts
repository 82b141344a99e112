import { stat } from 'node:fs/promises';

/** Whether a path leads to a folder now; it may have gone a moment ago. */
export function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
}
