import { copyFile, mkdir, rename, writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { basename, join } from 'node:path';
import { z } from 'zod';
import { readText } from '../../host/read-text.ts';
import { hashIfPresent } from '../hash-if-present.ts';
import { hashValue } from '../hash-value.ts';
import { parseJson } from '../parse-json.ts';
import { type BuildStep, runBuildStep } from './build-step.ts';
import { type BuildContext, ensureBuild } from './ensure-build.ts';
import type { Toolchain } from './musl-toolchain.ts';
import type { SourceTree } from './source-tree.ts';

/** Raised when archives of an older version of this file may no longer be used. */
const layoutVersion = 1;

/** An allocator linked into a program: an archive built with a toolchain, or a library of the user's. */
export interface AllocatorLibrary {
  readonly kind: 'archive' | 'shared';
  readonly folder: string;
  readonly path: string;
  readonly version: string;
  readonly sourceSha256: string;
  readonly flags: string;
  /** Linker flags for what it calls. */
  readonly calls: string;
}

interface ArchiveFolders extends BuildStep {
  readonly source: SourceTree;
  readonly toolchain: Toolchain;
  readonly work: string;
  /** The archive that must be made. */
  readonly archive: string;
}

interface ArchiveRecipe {
  readonly sourcePackage: string;
  readonly flags: readonly string[];
  readonly build: (flags: readonly string[], folders: ArchiveFolders) => Promise<void>;
}

/** Page sizes as Debian configures jemalloc on this architecture; the rest is jemalloc's own default. */
const jemallocPages = process.arch === 'x64' ? '12' : '16';

/** Allocators that musl users link statically, and how each is built. */
export const allocatorArchives = {
  jemalloc: {
    sourcePackage: 'jemalloc',
    flags: [
      '--with-version=VERSION',
      '--disable-shared',
      '--disable-cxx',
      '--disable-doc',
      `--with-lg-page=${jemallocPages}`,
      '--with-lg-hugepage=21',
      // Debug information would hold paths of this machine.
      'EXTRA_CFLAGS=-g0',
    ],
    build: buildJemalloc,
  },
  mimalloc: {
    sourcePackage: 'mimalloc',
    // As its CMakeLists.txt builds a release, in one object that overrides malloc.
    flags: [
      '-O3',
      '-DNDEBUG',
      '-DMI_MALLOC_OVERRIDE',
      '-fvisibility=hidden',
      '-fno-builtin-malloc',
      '-ftls-model=initial-exec',
    ],
    build: buildMimalloc,
  },
} as const satisfies Readonly<Record<string, ArchiveRecipe>>;

export type ArchiveName = keyof typeof allocatorArchives;

async function buildJemalloc(
  flags: readonly string[],
  { source, toolchain, work, archive, ...step }: ArchiveFolders,
) {
  const cwd = work;
  await runBuildStep(step, join(source.root, 'configure'), [`CC=${toolchain.cc}`, ...flags], { cwd });
  await runBuildStep(step, 'make', [`-j${availableParallelism()}`, 'lib/libjemalloc.a'], { cwd });
  await copyFile(join(work, 'lib', 'libjemalloc.a'), archive);
}

async function buildMimalloc(
  flags: readonly string[],
  { source, toolchain, work, archive, ...step }: ArchiveFolders,
) {
  const object = join(work, 'mimalloc.o');
  const include = join(source.root, 'include');
  const unit = join(source.root, 'src', 'static.c');
  await runBuildStep(step, toolchain.cc, [...flags, `-I${include}`, '-c', unit, '-o', object]);
  await runBuildStep(step, 'ar', ['rcsD', archive, object]);
}

const record = z.strictObject({
  archiveSha256: z.string(),
  version: z.string(),
  sourceSha256: z.string(),
  flags: z.string(),
});

export function findArchiveFolder(
  name: ArchiveName,
  source: Pick<SourceTree, 'sha256'>,
  toolchainFolder: string,
  { cacheDirectory }: BuildContext,
): string {
  const { flags } = allocatorArchives[name];
  // The toolchain's folder is named by what it was built from; the path before it is this machine's business.
  const toolchain = basename(toolchainFolder);
  const decisive = { layoutVersion, name, flags, sourceSha256: source.sha256, toolchain };
  return join(cacheDirectory, 'libraries', hashValue(decisive));
}

/** The archive in `folder`; undefined when there is none, or when it is not what was built. */
export async function readArchive(name: ArchiveName, folder: string): Promise<AllocatorLibrary | undefined> {
  const text = (await readText(join(folder, 'library.json'))) ?? '';
  const parsed = record.safeParse(parseJson(text));
  if (!parsed.success) return undefined;
  const { archiveSha256, ...rest } = parsed.data;
  const path = join(folder, `lib${name}.a`);
  return (await hashIfPresent(path)) === archiveSha256
    ? { ...rest, kind: 'archive', folder, path, calls: '' }
    : undefined;
}

/** The allocator built with this toolchain. Throws UserError when it does not build. */
export async function ensureArchive(
  name: ArchiveName,
  source: SourceTree,
  toolchain: Toolchain,
  context: BuildContext,
): Promise<AllocatorLibrary> {
  const { flags, build } = allocatorArchives[name];
  const folder = findArchiveFolder(name, source, toolchain.folder, context);
  const what = `${name} ${source.version} for musl`;
  return ensureBuild<AllocatorLibrary>(
    {
      what,
      verb: 'building',
      folder,
      read: () => readArchive(name, folder),
      make: async ({ work, done, logPath }) => {
        const made = join(work, `lib${name}.a`);
        const objects = join(work, 'objects');
        await mkdir(objects);
        await build(flags, { source, toolchain, work: objects, archive: made, what, logPath });
        const archiveSha256 = (await hashIfPresent(made)) ?? '';
        const value: z.infer<typeof record> = {
          archiveSha256,
          version: source.version,
          sourceSha256: source.sha256,
          flags: flags.join(' '),
        };
        await rename(made, join(done, `lib${name}.a`));
        await writeFile(join(done, 'library.json'), `${JSON.stringify(value)}\n`);
      },
    },
    context,
  );
}
