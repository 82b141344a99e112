import { userInfo } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { UserError } from './user-error.ts';

/**
 * Folder of everything that can be made again (programs, kernel images, snapshots), shared by all clones:
 * NUMA_LAB_CACHE, else $XDG_CACHE_HOME/numa-lab, else ~/.cache/numa-lab. It need not exist yet.
 * Throws UserError for a NUMA_LAB_CACHE that is not an absolute path, and for a user without a home.
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
  const base = xdg !== undefined && isAbsolute(xdg) ? xdg : join(findHome(env), '.cache');
  return join(base, 'numa-lab');
}

/** HOME may be missing, empty or relative, as in some containers and services; then what the system knows of the user. */
function findHome(env: NodeJS.ProcessEnv): string {
  if (env.HOME !== undefined && isAbsolute(env.HOME)) return env.HOME;
  const known = readHome();
  if (known !== undefined && isAbsolute(known)) return known;
  throw new UserError(`there is no home folder for the cache: HOME is '${env.HOME ?? ''}'`, {
    hint: 'set NUMA_LAB_CACHE to a full path, for example /var/tmp/numa-lab',
  });
}

/** A container may run under a user number without an entry. */
function readHome(): string | undefined {
  try {
    return userInfo().homedir;
  } catch {
    return undefined;
  }
}
