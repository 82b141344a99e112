import { readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { environment } from './environment.ts';
import { plan } from './plan.ts';
import { trialRecord } from './trial.ts';

/** The file formats of a run directory, by the name of the definition in results/schema.json. */
const formats = {
  /** plan.json */
  plan,
  /** environment.json */
  environment,
  /** One line of trials.ndjson. */
  trial: trialRecord,
};

/** JSON Schema (draft 2020-12) of every file of a run directory, as the text of results/schema.json. */
export function renderSchema(): string {
  const definitions = Object.entries(formats).map(([name, format]) => {
    const { $schema: _draft, ...definition } = z.toJSONSchema(format);
    return [name, definition] as const;
  });
  const document = {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'Files of a numa-lab run directory',
    description:
      'plan.json is #/$defs/plan, environment.json is #/$defs/environment, each line of trials.ndjson is #/$defs/trial.',
    $defs: Object.fromEntries(definitions),
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}

/** Folder of results/schema.json, found from the source tree and from dist/, which mirrors it. */
async function schemaPath(): Promise<string> {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!(await isPackageRoot(folder))) folder = dirname(folder);
  return join(folder, 'results', 'schema.json');
}

async function isPackageRoot(folder: string): Promise<boolean> {
  if (folder === dirname(folder)) throw new Error('no package.json above generate-schema');
  return readFile(join(folder, 'package.json')).then(
    () => true,
    () => false,
  );
}

async function runGenerateSchema(check: boolean): Promise<number> {
  const path = await schemaPath();
  const wanted = renderSchema();
  if (!check) {
    await writeFile(path, wanted);
    return 0;
  }
  const found = await readFile(path, 'utf8').catch(() => '');
  if (found === wanted) return 0;
  process.stderr.write('results/schema.json is out of date; run: npm run schema\n');
  return 1;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  process.exitCode = await runGenerateSchema(process.argv.includes('--check'));
}
