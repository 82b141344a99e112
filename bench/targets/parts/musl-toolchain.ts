import { cp, mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { readText } from '../../host/read-text.ts';
import { codeOf } from '../../make-folders.ts';
import { UserError } from '../../user-error.ts';
import { hashValue } from '../hash-value.ts';
import { parseJson } from '../parse-json.ts';
import { runBuildStep } from './build-step.ts';
import { readCompilerVersion } from './compiler-version.ts';
import { type BuildContext, type BuildFolders, ensureBuild } from './ensure-build.ts';
import { hashTree, listFiles } from './hash-tree.ts';
import type { SourceTree } from './source-tree.ts';

/** Raised when toolchains of an older version of this file may no longer be used. */
const layoutVersion = 2;

const recordName = 'toolchain.json';

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
  filesSha256: z.string(),
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

/** The toolchain in `folder`; undefined when there is none, or one that is not what was built, or one that was moved. */
export async function readToolchain(folder: string): Promise<Toolchain | undefined> {
  const text = (await readText(join(folder, recordName))) ?? '';
  const parsed = record.safeParse(parseJson(text));
  if (!parsed.success || parsed.data.folder !== folder) return undefined;
  const { filesSha256, ...rest } = parsed.data;
  if ((await hashInstalled(folder)) !== filesSha256) return undefined;
  return { ...rest, cc: join(folder, 'bin', 'musl-gcc') };
}

/** All that programs are compiled and linked with: a damaged header or crt1.o spoils them as a damaged libc does. */
async function hashInstalled(folder: string): Promise<string> {
  const paths = await listFiles(folder);
  return hashTree(
    folder,
    paths.filter((path) => path.includes('/')),
  );
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
  // Programs ask for their loader by this folder: a dynamic program is the same in two caches but for that path, a static one is
  // the same to the byte.
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

/**
 * The version of the tree becomes the libc's own answer to who it is, so that no other build can pass for it. Throws UserError when the
 * tree has changed since it was hashed: somebody is at work in it.
 */
async function copyTree(source: SourceTree, tree: string): Promise<void> {
  const paths = await source.listPaths();
  const sha256 = await copyFiles(source.root, paths, tree).catch((error) => {
    if (codeOf(error) !== 'ENOENT') throw error;
  });
  if (sha256 !== source.sha256) {
    throw new UserError(`the musl source tree '${source.root}' was changed while it was being read`, {
      hint: 'run the command again when it is at rest',
    });
  }
  await writeFile(join(tree, 'VERSION'), `${source.version}\n`);
}

/** Answers the hash of what was copied. */
async function copyFiles(root: string, paths: readonly string[], tree: string): Promise<string> {
  for (const path of paths) {
    await mkdir(dirname(join(tree, path)), { recursive: true });
    await cp(join(root, path), join(tree, path), { verbatimSymlinks: true });
  }
  return hashTree(tree, paths);
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
  const { version, sha256: sourceSha256 } = source;
  const filesSha256 = await hashInstalled(installed);
  const value: z.infer<typeof record> = { folder, filesSha256, version, sourceSha256, flags };
  await writeFile(join(installed, recordName), `${JSON.stringify(value)}\n`);
}
