import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { holds } from '../../analysis/archive/holds.ts';
import { type LabProgram, makeLabProgram } from '../../analysis/archive/lab-program.ts';
import { renderVerification } from '../../analysis/archive/render-verification.ts';
import { unpackBundle } from '../../analysis/archive/unpack-bundle.ts';
import { type Verification, verifyRun } from '../../analysis/archive/verify-run.ts';
import { readLab } from '../host/environment.ts';
import { findLabRoot } from '../lab-root.ts';
import type { OptionsOf } from '../request/flag.ts';
import type { runFlags } from '../request/flags.ts';
import { UserError } from '../user-error.ts';
import { readPageScript } from './report/make-page.ts';
import { asUserError, findNamedRun, type NamedRun } from './stored/named-run.ts';

const differs = 1;

/**
 * `numa-lab verify [run]`: sums, formats, every number and every drawing of a run or of a bundle of one, made again from its records. Answers
 * 1 when something differs. Throws UserError for files that are no run, are damaged, or were written by a newer numa-lab.
 */
export async function runVerifyCommand(options: OptionsOf<typeof runFlags> & NamedRun): Promise<number> {
  const named = options.run;
  const program = makeLabProgram(await readLab(findLabRoot()));
  const verification =
    named !== undefined && (await isFile(named))
      ? await verifyBundle(named, program)
      : await verifyDirectory(await findNamedRun(options), program);
  const ok = holds(verification);
  process.stdout.write(
    options.json === true
      ? `${JSON.stringify({ verified: ok, ...verification }, null, 2)}\n`
      : renderVerification(verification, program),
  );
  return ok ? 0 : differs;
}

/** Unpacks into a folder of its own and takes that away again. */
async function verifyBundle(path: string, program: LabProgram): Promise<Verification> {
  const folder = await mkdtemp(join(tmpdir(), 'numa-lab-bundle-'));
  try {
    const unpacked = await unpackBundle(path, folder);
    if (unpacked.state === 'problem') throw asUserError(unpacked);
    return await verifyDirectory(unpacked.directory, program);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function verifyDirectory(directory: string, program: LabProgram): Promise<Verification> {
  const result = await verifyRun(directory, { program, readScript: findPageScript });
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

/** Numbers are checked also where the script of pages was not built. */
async function findPageScript(): Promise<{ readonly script: string } | { readonly missing: string }> {
  try {
    return { script: await readPageScript() };
  } catch (error) {
    if (error instanceof UserError) return { missing: error.message };
    throw error;
  }
}
