import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { unpackBundle } from '../../analysis/bundle/unpack-bundle.ts';
import { holds } from '../../analysis/verify/holds.ts';
import { renderVerification } from '../../analysis/verify/render-verification.ts';
import { type Verification, verifyRun } from '../../analysis/verify/verify-run.ts';
import { readLab } from '../host/environment.ts';
import { findLabRoot } from '../lab-root.ts';
import type { RawOptions } from './command-table.ts';
import { asUserError, findNamedRun, textOption } from './named-run.ts';

const differs = 1;

/**
 * `numa-lab verify [run]`: sums, formats and every number of a run or of a bundle of one, made anew from its records. Answers 1 when
 * something differs. Throws UserError for files that are no run, are damaged, or were written by a newer numa-lab.
 */
export async function runVerifyCommand(options: RawOptions): Promise<number> {
  const named = textOption(options.run);
  const verification =
    named !== undefined && (await isFile(named))
      ? await verifyBundle(named)
      : await verifyDirectory(await findNamedRun(options));
  const ok = holds(verification);
  process.stdout.write(
    options.json === true
      ? `${JSON.stringify({ verified: ok, ...verification }, null, 2)}\n`
      : renderVerification(verification, await readProgram()),
  );
  return ok ? 0 : differs;
}

async function readProgram(): Promise<Verification['madeBy']> {
  const { version, commit } = await readLab(findLabRoot());
  return { version, commit: 'value' in commit ? commit.value : null };
}

/** Unpacks into a folder of its own and takes that away again. */
async function verifyBundle(path: string): Promise<Verification> {
  const folder = await mkdtemp(join(tmpdir(), 'numa-lab-bundle-'));
  try {
    const unpacked = await unpackBundle(path, folder);
    if (unpacked.state === 'problem') throw asUserError(unpacked);
    return await verifyDirectory(unpacked.directory);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function verifyDirectory(directory: string): Promise<Verification> {
  const result = await verifyRun(directory);
  if (result.state === 'verified') return result;
  const { sums } = result;
  const changed = sums?.state === 'checked' ? [...sums.changed, ...sums.missing] : [];
  const also = changed.length === 0 ? '' : ` (and SHA256SUMS does not fit ${changed.join(', ')})`;
  throw asUserError({ ...result, state: 'problem', message: `${result.message}${also}` });
}

function isFile(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isFile(),
    () => false,
  );
}
