import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** A committed file that is made from the sources: what it must hold, and the script that makes it. */
export interface GeneratedFile {
  /** From the root of the lab. */
  readonly path: string;
  readonly text: string;
  /** The name of the npm script. */
  readonly script: string;
}

/** Writes the file, or with `--check` among the arguments only looks whether it is as it must be. Answers the exit code. */
export async function runGenerator(file: GeneratedFile, args: readonly string[]): Promise<number> {
  const path = join(await findRoot(), file.path);
  if (!args.includes('--check')) {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, file.text);
    return 0;
  }
  const found = await readFile(path, 'utf8').catch(() => '');
  if (found === file.text) return 0;
  process.stderr.write(`${file.path} is out of date; run: npm run ${file.script}\n`);
  return 1;
}

/** The root of the lab, found from the source tree and from dist/, which mirrors it. */
export async function findRoot(): Promise<string> {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!(await isPackageRoot(folder))) folder = dirname(folder);
  return folder;
}

async function isPackageRoot(folder: string): Promise<boolean> {
  if (folder === dirname(folder)) throw new Error('no package.json above the generator');
  return readFile(join(folder, 'package.json')).then(
    () => true,
    () => false,
  );
}
