import { cp, mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { hashFile } from '../hash-file.ts';
import { hashValue } from '../hash-value.ts';
import { parseJson } from '../parse-json.ts';
import { runBuildStep } from './build-step.ts';
import { readCompilerVersion } from './compiler-version.ts';
import { type BuildContext, type BuildFolders, ensureBuild } from './ensure-build.ts';
import type { SourceTree } from './source-tree.ts';

/** Raised when toolchains of an older version of this file may no longer be used. */
const layoutVersion = 1;

export interface ToolchainRecipe {
  /** What it is called in messages and results. */
  readonly name: string;
  /** Arguments of musl's configure beside the folders; none is what upstream does by default. */
  readonly configure: readonly string[];
}

/** An installed musl with its compiler wrapper. */
export interface Toolchain {
  readonly folder: string;
  readonly cc: string;
  /** What `__libc_version` and the loader say: the version of the tree. */
  readonly version: string;
  readonly sourceSha256: string;
  /** How it was built, without the folders of this machine. */
  readonly flags: string;
}

const record = z.strictObject({
  folder: z.string(),
  libcSha256: z.string(),
  version: z.string(),
  sourceSha256: z.string(),
  flags: z.string(),
});

/** The place of a musl of this tree, whether it has been built or not. */
export async function findToolchainFolder(
  recipe: ToolchainRecipe,
  source: Pick<SourceTree, 'version' | 'sha256'>,
  context: BuildContext,
): Promise<string> {
  const decisive = {
    layoutVersion,
    configure: recipe.configure,
    version: source.version,
    sourceSha256: source.sha256,
    compiler: await readCompilerVersion('gcc'),
  };
  return join(context.cacheDirectory, 'toolchains', hashValue(decisive));
}

/** The toolchain in `folder`; undefined when there is none, or one whose libc is not what was built, or one that was moved. */
export async function readToolchain(folder: string): Promise<Toolchain | undefined> {
  const text = await readFile(join(folder, 'toolchain.json'), 'utf8').catch(() => '');
  const parsed = record.safeParse(parseJson(text));
  if (!parsed.success || parsed.data.folder !== folder) return undefined;
  const { libcSha256, ...rest } = parsed.data;
  if ((await hashFile(join(folder, 'lib', 'libc.so'))) !== libcSha256) return undefined;
  return { ...rest, cc: join(folder, 'bin', 'musl-gcc') };
}

/** The musl built from this tree. Throws UserError when it does not configure or compile. */
export async function ensureToolchain(
  recipe: ToolchainRecipe,
  source: SourceTree,
  context: BuildContext,
): Promise<Toolchain> {
  const folder = await findToolchainFolder(recipe, source, context);
  const what = `${recipe.name} ${source.version}`;
  return ensureBuild<Toolchain>(
    {
      what,
      verb: 'building',
      folder,
      read: () => readToolchain(folder),
      make: (folders) => buildMusl(recipe, source, { ...folders, folder, what }),
    },
    context,
  );
}

type MuslFolders = BuildFolders & { readonly folder: string; readonly what: string };

async function buildMusl(recipe: ToolchainRecipe, source: SourceTree, folders: MuslFolders): Promise<void> {
  const { work, done, folder } = folders;
  const tree = join(work, 'source');
  const objects = join(work, 'objects');
  const root = join(work, 'root');
  await copyTree(source, tree);
  await mkdir(objects);
  const places = [`--prefix=${folder}`, `--syslibdir=${join(folder, 'lib')}`];
  // The compiler wrapper is named by its kind: configure would pick it by what CC says of itself.
  const options = ['--enable-wrapper=gcc', ...recipe.configure];
  const step = (program: string, ...arguments_: string[]) =>
    runBuildStep(folders, program, arguments_, { cwd: objects });
  await step('../source/configure', 'CC=gcc', ...places, ...options);
  await step('make', `-j${availableParallelism()}`);
  await step('make', 'install', `DESTDIR=${root}`);
  const installed = join(root, folder);
  await writeRecord(installed, source, {
    folder,
    flags: ['configure', ...options, await readFlags(objects)].join(' '),
  });
  await mkdir(dirname(done), { recursive: true });
  await rename(installed, done);
}

/** The version of the tree becomes the libc's own answer to who it is, so that no other build can pass for it. */
async function copyTree(source: SourceTree, tree: string): Promise<void> {
  for (const path of await source.listPaths()) {
    await mkdir(dirname(join(tree, path)), { recursive: true });
    await cp(join(source.root, path), join(tree, path), { verbatimSymlinks: true });
  }
  await writeFile(join(tree, 'VERSION'), `${source.version}\n`);
}

async function readFlags(objects: string): Promise<string> {
  const config = await readFile(join(objects, 'config.mak'), 'utf8');
  const value = (name: string) => new RegExp(`^${name} = (.*)$`, 'm').exec(config)?.[1]?.trim() ?? '';
  return [value('CFLAGS_C99FSE'), value('CFLAGS_AUTO'), value('CFLAGS')]
    .filter((part) => part !== '')
    .join(' ');
}

async function writeRecord(
  installed: string,
  source: SourceTree,
  { folder, flags }: Pick<Toolchain, 'folder' | 'flags'>,
): Promise<void> {
  const libcSha256 = await hashFile(join(installed, 'lib', 'libc.so'));
  if (libcSha256 === undefined) throw new Error(`musl's make install left no libc.so in ${installed}`);
  const { version, sha256: sourceSha256 } = source;
  const value: z.infer<typeof record> = { folder, libcSha256, version, sourceSha256, flags };
  await writeFile(join(installed, 'toolchain.json'), `${JSON.stringify(value)}\n`);
}
