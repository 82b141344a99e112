import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { evictOldest } from '../../../evict.ts';
import type { BuiltTarget } from '../../../targets/built-target.ts';
import { hashIfPresent } from '../../../targets/hash-if-present.ts';
import { type ArchiveEntry, makeArchive } from './cpio.ts';

/** Where numactl lies inside the guest. */
export const guestNumactl = '/usr/bin/numactl';

/** Archives kept in the cache, the most recently used ones. */
const archivesKept = 8;

/** Debian's merged /usr: whichever of the two names a loader asks for, it finds the file. */
const mergedFolders = ['bin', 'lib', 'lib64'];

export interface Initramfs {
  readonly path: string;
  readonly sha256: string;
}

export interface InitramfsParts {
  readonly agent: string;
  readonly numactl: { readonly path: string; readonly libraries: readonly string[] };
  readonly targets: readonly BuiltTarget[];
}

/**
 * Path of a target's program inside the guest. The same length for every target: the length of argv[0]
 * moves the stack, and with it what is measured (Mytkowicz et al., ASPLOS 2009).
 */
export function guestProgramPath(target: BuiltTarget): string {
  return `/targets/${target.binarySha256.slice(0, 16)}/numa-bench`;
}

/**
 * Writes the guest's file system into the cache, named by its content; finds it there when it has not
 * changed.
 */
export async function buildInitramfs(cacheDirectory: string, parts: InitramfsParts): Promise<Initramfs> {
  const archive = makeArchive(await readEntries(parts));
  const sha256 = createHash('sha256').update(archive).digest('hex');
  const folder = join(cacheDirectory, 'initramfs');
  const path = join(folder, `${sha256}.cpio`);
  if ((await hashIfPresent(path)) !== sha256) {
    await mkdir(folder, { recursive: true });
    const temporary = `${path}.${process.pid}`;
    await writeFile(temporary, archive);
    await rename(temporary, path);
  }
  await evictOldest(folder, path, archivesKept);
  return { path, sha256 };
}

async function readEntries(parts: InitramfsParts): Promise<readonly ArchiveEntry[]> {
  const libraries = [
    ...parts.numactl.libraries,
    ...parts.targets.flatMap((target) => target.libraries.map((library) => library.path)),
  ];
  const files = new Map<string, string>([
    ['init', parts.agent],
    [guestNumactl.slice(1), parts.numactl.path],
    ...parts.targets.flatMap(filesOfTarget),
    ...libraries.map((path): [string, string] => [mergePath(path), path]),
  ]);
  const entries: ArchiveEntry[] = [
    ...foldersOf([...files.keys(), 'dev/console', ...mergedFolders.map((folder) => `usr/${folder}/x`)]),
    // Without it the first process has no standard output, and its messages are lost.
    { type: 'device', path: 'dev/console', major: 5, minor: 1 },
    ...mergedFolders.map((path): ArchiveEntry => ({ type: 'link', path, target: `usr/${path}` })),
  ];
  for (const [path, source] of [...files].sort(([a], [b]) => (a < b ? -1 : 1))) {
    entries.push({ type: 'file', path, content: await readFile(source), executable: true });
  }
  return entries;
}

/** The program, and beside it what it looks for there: path in the guest, and the file to read. */
function filesOfTarget(target: BuiltTarget): readonly [string, string][] {
  const program = guestProgramPath(target).slice(1);
  return [
    [program, target.path],
    ...target.modules.map(({ name, path }): [string, string] => [join(dirname(program), name), path]),
  ];
}

function mergePath(path: string): string {
  const merged = mergedFolders.some((folder) => path.startsWith(`/${folder}/`));
  return merged ? `usr${path}` : path.slice(1);
}

/** Every folder above these files, parents first. */
function foldersOf(paths: readonly string[]): readonly ArchiveEntry[] {
  const folders = new Set<string>();
  for (const path of paths) {
    for (let folder = dirname(path); folder !== '.'; folder = dirname(folder)) folders.add(folder);
  }
  return [...folders].sort().map((path) => ({ type: 'folder', path }));
}
