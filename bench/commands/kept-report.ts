import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { readFile, rename, stat, writeFile } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import { findJournal } from '../../analysis/load/find-journal.ts';
import type { Report } from '../../analysis/report.ts';
import { hashFile } from '../../analysis/verify/hash-file.ts';
import { cacheDirectory } from '../cache-directory.ts';
import { evictOldest } from '../evict.ts';
import { findLabRoot } from '../lab-root.ts';
import { codeOf, makeFolders } from '../make-folders.ts';
import { UserError } from '../user-error.ts';

/** Reports kept. That of 50,000 trials takes a few hundred KiB. */
const reportsKept = 16;
/** Journals from which on a report is worth keeping: that of a smaller one takes about a second. */
const worthKeepingBytes = 8 * 1024 * 1024;

/**
 * The report of a run directory, made by `make` or, where a report of the very same files was made by the very same program before, that
 * one from the cache: of 50,000 trials it takes a second instead of five. Kept by what it was made from, so that it need not be
 * believed: another byte in a record or in the code of the analysis is another report. `numa-lab verify` never asks here.
 * Rejects as `make` does, and never for the cache's sake.
 */
export async function keptReport(
  runDirectory: string,
  make: () => Promise<Report>,
  worthKeeping: number = worthKeepingBytes,
): Promise<Report> {
  const path = await pathOf(runDirectory, worthKeeping);
  if (path === undefined) return make();
  const kept = await readKept(path);
  if (kept !== undefined) return kept;
  const report = await make();
  // A run that is going on may have grown between the sum and the reading.
  if ((await pathOf(runDirectory, worthKeeping)) === path) await keep(path, report);
  return report;
}

/** Undefined where nothing is to be kept, or nowhere; a run that cannot be read is told of by whoever loads it. */
async function pathOf(runDirectory: string, worthKeeping: number): Promise<string | undefined> {
  try {
    const journal = await findJournal(runDirectory);
    if ((await stat(journal)).size < worthKeeping) return undefined;
    const folder = join(cacheDirectory(), 'reports');
    return join(folder, `${await hashSources(runDirectory, basename(journal))}.json.gz`);
  } catch (error) {
    if (error instanceof UserError || codeOf(error) !== '') return undefined;
    throw error;
  }
}

/** Everything that a report depends on: the run's files and its id, the code, its libraries, and what computes with them. */
async function hashSources(runDirectory: string, journal: string): Promise<string> {
  const hash = createHash('sha256');
  const add = (name: string, content: string) =>
    hash.update(`${name.length} ${name} ${content.length} ${content} `);
  add('run', basename(resolve(runDirectory)));
  for (const name of ['plan.json', 'environment.json', 'stops.json', 'resumes.json', journal])
    add(name, await hashFile(join(runDirectory, name)).catch(nothingIfMissing));
  add('node', `${process.version} ${process.arch}`);
  const lockFile = join(findLabRoot(), 'package-lock.json');
  add('libraries', existsSync(lockFile) ? readFileSync(lockFile, 'utf8') : '');
  for (const file of codeFiles()) add(file, readFileSync(file, 'utf8'));
  return hash.digest('hex');
}

function nothingIfMissing(error: unknown): string {
  if (codeOf(error) === 'ENOENT') return 'missing';
  throw error;
}

/** What runs now: the sources, or what the build made of them. */
function codeFiles(): readonly string[] {
  const root = fileURLToPath(new URL('../..', import.meta.url));
  return ['analysis', join('results', 'schema')]
    .flatMap((folder) =>
      readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
        .filter((name) => /\.[jt]s$/.test(name))
        .map((name) => join(root, folder, name)),
    )
    .sort();
}

async function readKept(path: string): Promise<Report | undefined> {
  try {
    return JSON.parse(String(await promisify(gunzip)(await readFile(path)))) as Report;
  } catch {
    // Not there, or cut short: it is made anew.
    return undefined;
  }
}

/** A disk that is full or not ours is no reason to fail. */
async function keep(path: string, report: Report): Promise<void> {
  try {
    const folder = resolve(path, '..');
    await makeFolders(folder);
    const unfinished = join(folder, `.${basename(path)}.${process.pid}`);
    await writeFile(unfinished, await promisify(gzip)(JSON.stringify(report), { level: 1 }));
    await rename(unfinished, path);
    await evictOldest(folder, path, reportsKept);
  } catch (error) {
    if (codeOf(error) === '') throw error;
  }
}
