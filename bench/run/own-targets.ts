import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { codeOf } from '../make-folders.ts';

/** Values of the flags that add targets of the user's, with whole paths: they can be given again in any folder. */
export interface OwnTargets {
  readonly muslSrc: readonly string[];
  readonly allocatorLib: readonly string[];
}

const format = z.strictObject({ muslSrc: z.array(z.string()), allocatorLib: z.array(z.string()) });

/**
 * Where an unfinished run keeps them, to be found when it is resumed. Its paths are nobody else's business: the name begins with a dot, so that sums,
 * bundles and the viewer pass it over, and the file goes when the run has ended.
 */
const fileName = '.own-targets.json';

/** Writes nothing where there are none. */
export async function writeOwnTargets(directory: string, own: OwnTargets): Promise<void> {
  if (own.muslSrc.length + own.allocatorLib.length === 0) return;
  await writeFile(join(directory, fileName), `${JSON.stringify(own)}\n`, { mode: 0o600, flush: true });
}

/** None where the file is missing or damaged: whoever needs one of them misses it by its name. */
export async function readOwnTargets(directory: string): Promise<OwnTargets> {
  try {
    return format.parse(JSON.parse(await readFile(join(directory, fileName), 'utf8')));
  } catch (error) {
    const isExpected =
      error instanceof SyntaxError || error instanceof z.ZodError || codeOf(error) === 'ENOENT';
    if (!isExpected) throw error;
    return { muslSrc: [], allocatorLib: [] };
  }
}

export async function removeOwnTargets(directory: string): Promise<void> {
  await rm(join(directory, fileName), { force: true });
}
