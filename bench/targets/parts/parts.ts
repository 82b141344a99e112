import { UserError } from '../../user-error.ts';
import type { LinkedAllocator, TargetRecipe } from '../recipe.ts';
import {
  type AllocatorLibrary,
  allocatorArchives,
  ensureArchive,
  findArchiveFolder,
  readArchive,
} from './allocator-archive.ts';
import { ensureDebianSource, findDebianSource } from './debian-source.ts';
import type { BuildContext } from './ensure-build.ts';
import { ensureToolchain, findToolchainFolder, readToolchain, type Toolchain } from './musl-toolchain.ts';
import { readMuslTree } from './musl-tree.ts';
import type { SourceRecipe, SourceTree } from './source-tree.ts';
import { ensureUserLibrary } from './user-library.ts';

/** What a target is made from beside the benchmark program's own sources. */
export interface Parts {
  readonly toolchain: Toolchain | undefined;
  readonly library: AllocatorLibrary | undefined;
}

/** The parts of a recipe as far as they stand in the cache: undefined when one is missing. Builds and fetches nothing. */
export async function findParts(recipe: TargetRecipe, context: BuildContext): Promise<Parts | undefined> {
  const toolchain = recipe.musl === undefined ? undefined : await findToolchain(recipe.musl, context);
  if (recipe.musl !== undefined && toolchain === undefined) return undefined;
  const { linked } = recipe;
  if (linked === undefined) return { toolchain, library: undefined };
  const library = await findLibrary(linked, toolchain, context);
  return library === undefined ? undefined : { toolchain, library };
}

/** The parts of a recipe, built where the cache lacks them. Throws UserError for what is not available or does not build. */
export async function ensureParts(recipe: TargetRecipe, context: BuildContext): Promise<Parts> {
  const ready = await findParts(recipe, context);
  if (ready !== undefined) return ready;
  const { musl, linked } = recipe;
  const toolchain =
    musl === undefined
      ? undefined
      : await ensureToolchain(musl.toolchain, await ensureSource(musl.source, context), context);
  if (linked === undefined) return { toolchain, library: undefined };
  if (linked.type === 'user') return { toolchain, library: await ensureUserLibrary(linked.library, context) };
  if (toolchain === undefined)
    throw new Error(`${recipe.name} links an archive that needs a musl of its own`);
  const source = await ensureDebianSource(sourceOf(linked), context);
  return { toolchain, library: await ensureArchive(linked.name, source, toolchain, context) };
}

async function findToolchain(
  { source, toolchain }: NonNullable<TargetRecipe['musl']>,
  context: BuildContext,
): Promise<Toolchain | undefined> {
  const tree = await findSource(source, context);
  return tree && readToolchain(await findToolchainFolder(toolchain, tree, context));
}

async function findLibrary(
  linked: LinkedAllocator,
  toolchain: Toolchain | undefined,
  context: BuildContext,
): Promise<AllocatorLibrary | undefined> {
  if (linked.type === 'user') return ensureUserLibrary(linked.library, context);
  const tree = await findDebianSource(sourceOf(linked), context);
  if (tree === undefined || toolchain === undefined) return undefined;
  return readArchive(linked.name, findArchiveFolder(linked.name, tree, toolchain.folder, context));
}

function sourceOf({ name }: Extract<LinkedAllocator, { type: 'archive' }>) {
  return { package: allocatorArchives[name].sourcePackage, release: 'own' };
}

function findSource(source: SourceRecipe, context: BuildContext): Promise<SourceTree | undefined> {
  return source.type === 'folder' ? readMuslTree(source.path) : findDebianSource(source, context);
}

async function ensureSource(source: SourceRecipe, context: BuildContext): Promise<SourceTree> {
  if (source.type === 'folder') return readMuslTree(source.path);
  try {
    return await ensureDebianSource(source, context);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    throw new UserError(error.message, {
      hint: `${error.hint}; or name a tree with --musl-src`,
      cause: error,
    });
  }
}
