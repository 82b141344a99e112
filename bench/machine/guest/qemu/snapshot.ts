import { mkdir, readFile, rename, rm, stat, statfs, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { evictOldest } from '../../../evict.ts';
import { withLock } from '../../../lock.ts';
import { hashIfPresent } from '../../../targets/hash-if-present.ts';
import { UserError } from '../../../user-error.ts';
import { bootGuest, saveGuest } from './boot.ts';
import { type GuestRecipe, makeSnapshotKey } from './recipe.ts';

/** A booted guest, saved. `kernel` is the release it runs. */
export interface Snapshot {
  readonly folder: string;
  readonly stateFile: string;
  readonly kernel: string;
  readonly stateSha256: string;
}

/** A snapshot takes 100 to 500 MB; these many stay, the most recently used ones. */
const snapshotsKept = 4;

/** Booting 64 emulated CPUs takes 10 s on two idle cores, minutes on a host that is overloaded. */
const bootLimitMs = 300_000;

/**
 * The size tells a state that was cut off, which QEMU would wait a minute for the rest of; the hash one that was damaged, which QEMU may
 * well restore into a guest that breaks later.
 */
const record = z.strictObject({ kernel: z.string().min(1), stateBytes: z.number(), stateSha256: z.string() });

/** How closely a saved state is looked at: its hash takes 0.1 to 0.4 s for 150 MB, too long for every trial. */
export type SnapshotCheck = 'size' | 'hash';

/**
 * The saved state of this guest, from the cache or by booting it now; one that is damaged is booted again, and it is said. Runs that want the same one wait for
 * the first. Fails like bootGuest.
 */
export async function ensureSnapshot(
  recipe: GuestRecipe,
  options: {
    readonly cacheDirectory: string;
    readonly signal: AbortSignal;
    readonly onProgress: (line: string) => void;
    readonly check: SnapshotCheck;
  },
): Promise<Snapshot> {
  const parent = join(options.cacheDirectory, 'snapshots');
  const folder = join(parent, makeSnapshotKey(recipe));
  await mkdir(parent, { recursive: true });
  const wait = () => options.onProgress('waiting for another run that boots the same virtual machine');
  const snapshot =
    (await findUndamaged(folder, options.check)) ??
    (await withLock(folder, wait, async () => {
      const found = await findUndamaged(folder, options.check);
      if (found !== undefined) return found;
      if ((await readSnapshot(folder)) !== undefined) {
        options.onProgress('the saved virtual machine in the cache is damaged and is not used');
      }
      return makeSnapshot(recipe, folder, options);
    }));
  await evictOldest(parent, folder, snapshotsKept);
  return snapshot;
}

/** Undefined for one that is not there or not whole. */
export async function readSnapshot(folder: string): Promise<Snapshot | undefined> {
  const stateFile = join(folder, 'state');
  try {
    const found = record.parse(JSON.parse(await readFile(join(folder, 'guest.json'), 'utf8')));
    if ((await stat(stateFile)).size !== found.stateBytes) return undefined;
    return { folder, stateFile, kernel: found.kernel, stateSha256: found.stateSha256 };
  } catch {
    return undefined;
  }
}

/** The saved guest, as far as the check reports; undefined for one that is not there or not the one that was saved. */
export async function findUndamaged(folder: string, check: SnapshotCheck): Promise<Snapshot | undefined> {
  const found = await readSnapshot(folder);
  if (found === undefined || check === 'size') return found;
  return (await hashIfPresent(found.stateFile)) === found.stateSha256 ? found : undefined;
}

async function makeSnapshot(
  recipe: GuestRecipe,
  folder: string,
  options: { readonly signal: AbortSignal; readonly onProgress: (line: string) => void },
): Promise<Snapshot> {
  const { shape } = recipe;
  const cpus = shape.cpusPerNode === 1 ? '1 CPU' : `${shape.cpusPerNode} CPUs`;
  options.onProgress(`booting a virtual machine of ${shape.nodes} nodes with ${cpus} each`);
  // Under the lock nobody else writes here; what a killed run left is removed.
  const temporary = join(folder, '..', `.${folder.split('/').at(-1)}`);
  await rm(temporary, { recursive: true, force: true });
  await mkdir(temporary);
  const { guest, description } = await bootGuest(recipe, bootLimitMs, options.signal);
  try {
    await saveGuest(guest, join(temporary, 'state'), options.signal);
  } catch (error) {
    const isFull = await hasLittleRoom(temporary);
    // Half a state may be what fills the disk.
    await rm(temporary, { recursive: true, force: true });
    if (!isFull) throw error;
    throw new UserError(`the virtual machine cannot be saved in '${dirname(folder)}': the disk is full`, {
      hint: 'make room, or name another cache folder with NUMA_LAB_CACHE',
      cause: error,
    });
  }
  const { size } = await stat(join(temporary, 'state'));
  const stateSha256 = await hashIfPresent(join(temporary, 'state'));
  if (stateSha256 === undefined) throw new Error(`the state just saved in ${temporary} cannot be read`);
  const found: z.infer<typeof record> = { kernel: description.kernel, stateBytes: size, stateSha256 };
  await writeFile(join(temporary, 'guest.json'), JSON.stringify(found));
  await rm(folder, { recursive: true, force: true });
  await rename(temporary, folder);
  return { folder, stateFile: join(folder, 'state'), kernel: description.kernel, stateSha256 };
}

async function hasLittleRoom(folder: string): Promise<boolean> {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize < 2 ** 20;
}
