import { copyFile, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { UserError } from '../../user-error.ts';
import { hashIfPresent } from '../hash-if-present.ts';
import { hashValue } from '../hash-value.ts';
import type { AllocatorLibrary } from './allocator-archive.ts';
import { type BuildContext, type BuildFolders, ensureBuild } from './ensure-build.ts';
import type { UserLibrary } from './read-user-library.ts';

/** A copy in the cache, so that what was built and recorded does not change when the file does. */
export async function ensureUserLibrary(
  library: UserLibrary,
  context: BuildContext,
): Promise<AllocatorLibrary> {
  const { kind, sha256, fileName, calls } = library;
  const folder = join(context.cacheDirectory, 'libraries', hashValue({ sha256, fileName }));
  const path = join(folder, fileName);
  const read = async (): Promise<AllocatorLibrary | undefined> =>
    (await hashIfPresent(path)) === sha256
      ? { kind, folder, path, calls, version: 'unknown', sourceSha256: sha256, flags: '' }
      : undefined;
  return ensureBuild<AllocatorLibrary>(
    {
      what: basename(library.path),
      verb: 'fetching',
      folder,
      read,
      make: (folders) => copyLibrary(library, folders),
    },
    { ...context, onProgress: () => {} },
  );
}

async function copyLibrary({ path, sha256, fileName }: UserLibrary, { done }: BuildFolders): Promise<void> {
  const copy = join(done, fileName);
  await copyFile(path, copy).catch((cause) => {
    if (cause.syscall === 'copyfile' && cause.code === 'ENOENT') throw changed(path);
    throw cause;
  });
  if ((await hashIfPresent(copy)) !== sha256) throw changed(path);
  await writeFile(join(done, 'library.json'), `${JSON.stringify({ sha256 })}\n`);
}

function changed(path: string): UserError {
  return new UserError(`--allocator-lib was changed while it was being read: '${path}'`, {
    hint: 'run the command again when it is at rest',
  });
}
