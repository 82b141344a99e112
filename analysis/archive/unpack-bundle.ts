import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { extract, Parser, type ReadEntry } from 'tar';
import { escapeText } from '../../results/text/escape-text.ts';
import type { LoadProblem } from '../load/run.ts';

export type Unpacked = { readonly state: 'unpacked'; readonly directory: string } | LoadProblem;

/** What a bundle may unpack to; a run of 50,000 trials has some 300 MB of records. */
const bundleLimits = { bytes: 4 * 2 ** 30, entries: 2000 } as const;

type BundleLimits = { readonly bytes: number; readonly entries: number };

/** Why a bundle is refused; thrown inside of the reading of it, and a LoadProblem outside. */
class RefusedBundle extends Error {}

const hint = 'numa-lab export makes bundles';

/**
 * Unpacks a bundle below `into` and answers the directory of its run. Every entry is looked at before anything is written: files of one
 * folder, without links, without a path that leads out, and no more of them than `limits`.
 */
export async function unpackBundle(
  path: string,
  into: string,
  limits: BundleLimits = bundleLimits,
): Promise<Unpacked> {
  const name = escapeText(path);
  try {
    const folder = await checkEntries(path, limits);
    await extract({ file: path, cwd: into, strict: true, noMtime: true, noChmod: true });
    return { state: 'unpacked', directory: join(into, folder) };
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    if (error instanceof RefusedBundle)
      return { state: 'problem', message: `${name}: ${error.message}`, hint };
    const code = 'code' in error ? String(error.code) : '';
    if (code === 'ENOSPC' || code === 'EACCES' || code === 'ENOENT') throw error;
    if (/^(TAR_|Z_|ERR_)/.test(code) || 'tarCode' in error)
      return {
        state: 'problem',
        message: `${name} is damaged or no bundle: ${escapeText(error.message)}`,
        hint,
      };
    throw error;
  }
}

/** Reads through the archive and answers the one folder that all entries are in. */
async function checkEntries(path: string, limits: BundleLimits): Promise<string> {
  let refusal: RefusedBundle | undefined;
  let [bytes, entries, folder] = [0, 0, ''];
  const source = createReadStream(path);
  const refuse = (why: string) => {
    refusal ??= new RefusedBundle(why);
    source.destroy(refusal);
  };
  const parser = new Parser({
    strict: true,
    onReadEntry: (entry: ReadEntry) => {
      entries += 1;
      bytes += entry.size;
      const [top = ''] = entry.path.split('/');
      folder ||= top;
      const why = whyRefused(entry);
      if (why !== undefined) refuse(why);
      else if (top !== folder)
        refuse(`'${escapeText(entry.path)}' lies outside of folder '${escapeText(folder)}'`);
      else if (entries > limits.entries) refuse(`more than ${limits.entries} files`);
      else if (bytes > limits.bytes) refuse(`more than ${limits.bytes} bytes when unpacked`);
      entry.resume();
    },
  });
  try {
    await pipeline(source, parser);
  } catch (error) {
    throw refusal ?? error;
  }
  if (refusal !== undefined) throw refusal;
  if (entries === 0) throw new RefusedBundle('it holds nothing');
  return folder;
}

function whyRefused({ path, type }: ReadEntry): string | undefined {
  const name = escapeText(path);
  const parts = path.replace(/\/$/, '').split('/');
  const leadsOut =
    path.startsWith('/') ||
    path.includes('\\') ||
    parts.some((part) => part === '..' || part === '.' || part === '');
  if (leadsOut) return `the path '${name}' leads out of the bundle`;
  if (type === 'Directory') return undefined;
  if (type !== 'File' && type !== 'OldFile') return `'${name}' is a ${type}; only files may be in a bundle`;
  return parts.length < 2 ? `'${name}' is in no folder` : undefined;
}
