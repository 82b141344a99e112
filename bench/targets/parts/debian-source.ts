import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { readText } from '../../host/read-text.ts';
import { UserError } from '../../user-error.ts';
import { parseJson } from '../parse-json.ts';
import { runProgram } from '../run-program.ts';
import { type BuildContext, ensureBuild } from './ensure-build.ts';
import { hashTree, listTree } from './hash-tree.ts';
import type { SourceTree } from './source-tree.ts';

/** Kept beside the tree, so that only building from it reads all of it. */
const sourceRecord = z.strictObject({ version: z.string().min(1), sha256: z.string() });
const fetchTimeoutMs = 300_000;

export interface DebianSource {
  readonly package: string;
  /** A codename, or `own`: the release this machine runs. */
  readonly release: string;
}

/** The unpacked package in the cache; undefined when it is not there. Its files are not looked at. */
export async function findDebianSource(
  source: DebianSource,
  context: BuildContext,
): Promise<SourceTree | undefined> {
  const folder = await folderOf(source, context);
  const text = (await readText(join(folder, 'source.json'))) ?? '';
  const parsed = sourceRecord.safeParse(parseJson(text));
  if (!parsed.success) return undefined;
  const root = join(folder, 'tree');
  return { root, listPaths: () => listTree(root), ...parsed.data };
}

/**
 * The package's source tree, fetched through apt when the cache lacks it or it has been changed there. Throws UserError when it
 * is not available.
 */
export async function ensureDebianSource(source: DebianSource, context: BuildContext): Promise<SourceTree> {
  const folder = await folderOf(source, context);
  return ensureBuild<SourceTree>(
    {
      what: `source of ${source.package}`,
      verb: 'fetching',
      folder,
      read: async () => {
        const found = await findDebianSource(source, context);
        const isWhole =
          found !== undefined && (await hashTree(found.root, await found.listPaths())) === found.sha256;
        return isWhole ? found : undefined;
      },
      make: async ({ work, done }) => {
        await fetchSource(source, work, context);
        const version = (await readFile(join(work, 'version'), 'utf8')).trim();
        const tree = join(work, 'tree');
        const record = { version, sha256: await hashTree(tree, await listTree(tree)) };
        await writeFile(join(work, 'source.json'), `${JSON.stringify(record)}\n`);
        await rm(done, { recursive: true, force: true });
        await rename(work, done);
      },
    },
    context,
  );
}

async function fetchSource(source: DebianSource, folder: string, context: BuildContext): Promise<void> {
  const script = join(context.labRoot, 'scripts', 'fetch-source.sh');
  const result = await runProgram('bash', [script, source.package, source.release, folder], {
    timeoutMs: fetchTimeoutMs,
    environment: { NUMA_LAB_CACHE: context.cacheDirectory },
  });
  if (result.state === 'exited' && result.code === 0) return;
  const said = result.state === 'exited' ? result.stderr.trim().split('\n').at(-1) : `it ${result.reason}`;
  throw new UserError(`the source package ${source.package} is not available: ${said || 'it said nothing'}`, {
    hint: 'with a network, and apt sources of Debian, the same command fetches it',
  });
}

async function folderOf({ package: name, release }: DebianSource, context: BuildContext): Promise<string> {
  const codename = release === 'own' ? await readOwnRelease() : release;
  return join(context.cacheDirectory, 'sources', `${name}-${codename}`);
}

async function readOwnRelease(): Promise<string> {
  const text = (await readText('/etc/os-release')) ?? '';
  return /^VERSION_CODENAME="?([a-z]+)"?$/m.exec(text)?.[1] ?? 'own';
}
