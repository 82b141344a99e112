import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { UserError } from './user-error.ts';

/**
 * Folder of everything that can be made again (programs, kernel images, snapshots), shared by all clones:
 * NUMA_LAB_CACHE, else $XDG_CACHE_HOME/numa-lab, else ~/.cache/numa-lab. It need not exist yet.
 * Throws UserError for a NUMA_LAB_CACHE that is not an absolute path.
 */
export function cacheDirectory(env: NodeJS.ProcessEnv = process.env): string {
  const own = env.NUMA_LAB_CACHE;
  if (own !== undefined && own !== '') {
    if (!isAbsolute(own)) {
      throw new UserError(`NUMA_LAB_CACHE is not an absolute path: '${own}'`, {
        hint: 'set it to a full path, for example /var/tmp/numa-lab',
      });
    }
    return own;
  }
  const xdg = env.XDG_CACHE_HOME;
  // The XDG specification says to ignore a relative value.
  const base = xdg !== undefined && isAbsolute(xdg) ? xdg : join(homedir(), '.cache');
  return join(base, 'numa-lab');
}
