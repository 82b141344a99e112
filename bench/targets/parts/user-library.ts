import { copyFile, mkdir, rename, stat, writeFile } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { UserError } from '../../user-error.ts';
import { hashFile } from '../hash-file.ts';
import { runProgram } from '../run-program.ts';
import type { AllocatorLibrary } from './allocator-archive.ts';
import { type BuildContext, ensureBuild } from './ensure-build.ts';

/** A library of the user's with the malloc interface, as its own headers tell of it. */
export interface UserLibrary {
  readonly path: string;
  readonly kind: 'archive' | 'shared';
  /** The libc it was compiled for; undefined for an archive that does not tell. */
  readonly libc: 'musl' | 'glibc' | undefined;
  readonly sha256: string;
  /** The name the loader knows a shared library by. */
  readonly soname: string;
}

/** What an interposed malloc must bring, or programs would mix two allocators. */
const mallocInterface = ['malloc', 'free', 'calloc', 'realloc'];
const elfMachines: Readonly<Record<string, string>> = { x64: 'X86-64', arm64: 'AArch64' };

/**
 * Looks into a library before anything is linked. Throws UserError, naming the file and what is wrong: it is missing, no library, for another
 * architecture, or without malloc.
 */
export async function readUserLibrary(path: string): Promise<UserLibrary> {
  const file = resolve(path);
  const isFile = await stat(file).then(
    (found) => found.isFile(),
    () => false,
  );
  const sha256 = isFile ? await hashFile(file) : undefined;
  if (sha256 === undefined) throw refuse(path, 'there is no such file', 'name a .a or .so file');
  const headers = await ask('readelf', ['-hdW', file]);
  const kind = /^File: .*\(/m.test(headers) ? 'archive' : /Type:\s+DYN /.test(headers) ? 'shared' : undefined;
  if (kind === undefined)
    throw refuse(path, 'it is neither an archive nor a shared library', 'name a .a or .so file');
  checkMachine(path, headers);
  const symbols = await ask('nm', [...(kind === 'shared' ? ['-D'] : []), file]);
  const lacking = mallocInterface.filter(
    (name) => !new RegExp(`^[0-9a-f]+ [TWiuV] ${name}(?:@.*)?$`, 'm').test(symbols),
  );
  if (lacking.length > 0) {
    throw refuse(
      path,
      `it does not define ${lacking.join(', ')}`,
      'give a library that replaces malloc by its own name',
    );
  }
  const soname = /\(SONAME\).*\[(.+)\]/.exec(headers)?.[1] ?? basename(file);
  return { path: file, kind, libc: findLibc(kind, headers, symbols), sha256, soname };
}

function checkMachine(path: string, headers: string): void {
  const wanted = elfMachines[process.arch];
  const found = new Set([...headers.matchAll(/Machine:\s+(.+)$/gm)].map((match) => match[1] ?? ''));
  const other = [...found].find((machine) => wanted !== undefined && !machine.endsWith(wanted));
  if (other !== undefined) {
    throw refuse(path, `it is for ${other}, not for ${wanted}`, 'give a library built for this machine');
  }
}

function findLibc(kind: UserLibrary['kind'], headers: string, symbols: string): UserLibrary['libc'] {
  if (kind === 'shared') {
    if (/\(NEEDED\).*\[libc\.so\.6\]/.test(headers)) return 'glibc';
    return /\(NEEDED\).*\[libc\.(?:musl-.*\.so\.1|so)\]/.test(headers) ? 'musl' : undefined;
  }
  // Names that only glibc's headers make programs call.
  return / U (?:__\w+_chk|__isoc\d+_\w+|__libc_single_threaded|__register_atfork)$/m.test(symbols)
    ? 'glibc'
    : undefined;
}

/** A copy in the cache, so that what was built and recorded does not change when the file does. */
export async function ensureUserLibrary(
  library: UserLibrary,
  context: BuildContext,
): Promise<AllocatorLibrary> {
  const folder = join(context.cacheDirectory, 'libraries', library.sha256.slice(0, 32));
  const path = join(folder, library.soname);
  const read = async () =>
    (await hashFile(path)) === library.sha256
      ? { folder, path, version: 'unknown', sourceSha256: library.sha256, flags: '' }
      : undefined;
  const make = async ({ work, done }: { readonly work: string; readonly done: string }) => {
    await mkdir(work, { recursive: true });
    await copyFile(library.path, join(work, library.soname));
    await rename(join(work, library.soname), join(done, library.soname));
    await writeFile(join(done, 'library.json'), `${JSON.stringify({ sha256: library.sha256 })}\n`);
  };
  return ensureBuild<AllocatorLibrary>(
    { what: basename(library.path), verb: 'fetching', folder, read, make },
    { ...context, onProgress: () => {} },
  );
}

/** Empty when the tool says that the file is nothing it knows. */
async function ask(tool: string, arguments_: readonly string[]): Promise<string> {
  const result = await runProgram(tool, arguments_);
  if (result.state === 'exited') return result.stdout;
  throw new UserError(`${tool} is missing, which looks into libraries`, {
    hint: 'install the package binutils (Debian: apt-get install binutils)',
  });
}

function refuse(path: string, reason: string, hint: string): UserError {
  return new UserError(`--allocator-lib cannot be linked: '${path}': ${reason}`, { hint });
}
