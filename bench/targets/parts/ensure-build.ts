import { mkdir, mkdtemp, readdir, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { withLock } from '../../lock.ts';
import { codeOf } from '../../make-folders.ts';
import { renderDuration } from '../../render-duration.ts';

/** Where things are built from and kept, and who is informed. */
export interface BuildContext {
  readonly cacheDirectory: string;
  readonly labRoot: string;
  /** Told in one line what is being built, waited for or done; silent when everything is there. */
  readonly onProgress: (line: string) => void;
}

export interface BuildFolders {
  /** Empty, and removed when the build has ended. */
  readonly work: string;
  /** What the build must make: it is put in its place at once, or not at all. */
  readonly done: string;
  /** All that the tools print goes here; kept when the build fails. */
  readonly logPath: string;
}

export interface Build<T> {
  readonly what: string;
  readonly verb: 'building' | 'fetching';
  /** Its place in the cache: named by a hash of all that decides what comes out of it. */
  readonly folder: string;
  /** What is there; undefined when nothing is, or when it is not what was built. */
  readonly read: () => Promise<T | undefined>;
  /** Makes `done`. Throws UserError when that fails. */
  readonly make: (folders: BuildFolders) => Promise<void>;
}

/** Builds that this process is at, by their folder: several targets may want the same libc at once. */
const underWay = new Map<string, Promise<unknown>>();

/**
 * What stands in a folder of the cache, built there when it is missing. Processes and calls that want the same wait for
 * one another, and none sees a half-built folder: a build takes its place by one rename.
 */
export function ensureBuild<T>(build: Build<T>, context: BuildContext): Promise<T> {
  const same = underWay.get(build.folder);
  if (same !== undefined) return same as Promise<T>;
  const mine = findOrBuild(build, context).finally(() => underWay.delete(build.folder));
  underWay.set(build.folder, mine);
  return mine;
}

async function findOrBuild<T>(build: Build<T>, { onProgress }: BuildContext): Promise<T> {
  const ready = await build.read();
  if (ready !== undefined) return ready;
  const onWait = () => onProgress(`waiting for another process that is ${build.verb} ${build.what}`);
  return withLock(build.folder, onWait, async () => (await build.read()) ?? makeBuild(build, onProgress));
}

async function makeBuild<T>(build: Build<T>, onProgress: (line: string) => void): Promise<T> {
  onProgress(`${build.verb} ${build.what}`);
  const started = performance.now();
  await removeUnfinished(build.folder);
  // A name of its own: the compilers of a build that was killed may live on, and still write into theirs.
  const unfinished = await mkdtemp(`${build.folder}${unfinishedSuffix}`);
  const folders = {
    work: join(unfinished, 'work'),
    done: join(unfinished, 'done'),
    logPath: `${build.folder}.log`,
  };
  try {
    await mkdir(folders.work);
    await mkdir(folders.done);
    await rm(folders.logPath, { force: true });
    await build.make(folders);
    await rm(build.folder, { recursive: true, force: true });
    await rename(folders.done, build.folder);
    await keepLog(folders.logPath, build.folder);
  } finally {
    await rm(unfinished, { recursive: true, force: true });
  }
  const made = await build.read();
  if (made === undefined) {
    throw new Error(`${build.what} was built in ${dirname(build.folder)} and cannot be read there`);
  }
  onProgress(`${build.what} is ready after ${renderDuration((performance.now() - started) / 1000)}`);
  return made;
}

const unfinishedSuffix = '.unfinished-';

/** What builds of this folder left that were killed. The caller holds the lock, so that none of them is going on. */
async function removeUnfinished(folder: string): Promise<void> {
  const parent = dirname(folder);
  const left = (await readdir(parent)).filter((name) => name.startsWith(basename(folder) + unfinishedSuffix));
  for (const name of left) {
    await rm(join(parent, name), { recursive: true, force: true }).catch((error) => {
      // An orphaned compiler has written a file into it meanwhile: the next build removes it.
      if (codeOf(error) !== 'ENOTEMPTY') throw error;
    });
  }
}

/** The log of a build that succeeded lies in its folder. */
async function keepLog(logPath: string, folder: string): Promise<void> {
  const exists = await stat(logPath).then(
    () => true,
    () => false,
  );
  if (exists) await rename(logPath, join(folder, 'build.log'));
}
