import { UserError } from '../../user-error.ts';

/** Characters that make, the shell, the linker's -Wl or a search path read as their own. */
const spoiling = /[\s"'`$\\:;,#%&|<>()*?[\]{}!=~]/;

/** Throws UserError for a cache folder that no tool of a build can be told about. */
export function checkCachePath(cacheDirectory: string): void {
  const found = spoiling.exec(cacheDirectory)?.[0];
  if (found === undefined) return;
  throw new UserError(
    `nothing can be built in the cache folder '${cacheDirectory}': it has '${found}' in its path`,
    {
      hint: 'name another cache folder with NUMA_LAB_CACHE',
    },
  );
}
