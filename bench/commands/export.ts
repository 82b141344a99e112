import { mkdtemp, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { packBundle } from '../../analysis/archive/pack-bundle.ts';
import { checkSums } from '../../analysis/archive/sums.ts';
import { hashFile } from '../../results/files/hash-file.ts';
import { findLabRoot } from '../lab-root.ts';
import { whyNotWritable } from '../make-folders.ts';
import type { OptionsOf } from '../request/flag.ts';
import type { exportFlags } from '../request/flags.ts';
import { UserError } from '../user-error.ts';
import { findNamedRun, loadNamedRun, type NamedRun } from './stored/named-run.ts';

/**
 * `numa-lab export [run]`: one file with everything of a run that others need to check it. Prints its path and sum. Throws UserError
 * when there is no such run, its files are not those that were summed when it ended, or the file cannot be written.
 */
export async function runExportCommand(options: OptionsOf<typeof exportFlags> & NamedRun): Promise<number> {
  const directory = await findNamedRun(options);
  const run = await loadNamedRun(directory);
  await refuseChanged(directory);
  const output = options.output ?? `${basename(resolve(directory))}.tar.gz`;
  const staging = await mkdtemp(join(tmpdir(), 'numa-lab-export-'));
  const unfinished = `${output}.unfinished`;
  try {
    const schemaFile = join(findLabRoot(), 'results', 'schema.json');
    await packBundle({ run, directory, schemaFile, staging, output: unfinished });
    await rename(unfinished, output);
  } catch (error) {
    await rm(unfinished, { force: true }).catch(() => {});
    const why = whyNotWritable(error);
    if (why === undefined) throw error;
    throw new UserError(`cannot write '${output}': ${why}`, {
      hint: 'name another file with --output',
      cause: error,
    });
  } finally {
    await rm(staging, { recursive: true, force: true });
  }
  const sha256 = await hashFile(output);
  process.stdout.write(
    options.json === true ? `${JSON.stringify({ output, sha256 }, null, 2)}\n` : `${sha256}  ${output}\n`,
  );
  return 0;
}

/** A bundle gets new sums: those would vouch for files that somebody changed. */
async function refuseChanged(directory: string): Promise<void> {
  const sums = await checkSums(directory);
  if (sums.state !== 'checked') return;
  const [first] = [...sums.changed, ...sums.missing];
  if (first === undefined) return;
  throw new UserError(`${directory}: SHA256SUMS does not fit ${first}`, {
    hint: 'numa-lab verify shows what differs; restore the file',
  });
}
