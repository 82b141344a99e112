import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { environment } from './environment.ts';
import { stops } from './family.ts';
import { runGenerator } from './generated-file.ts';
import { plan } from './plan.ts';
import { resumes } from './resumes.ts';
import { trialRecord } from './trial.ts';

/** The file formats of a run directory, by the name of the definition in results/schema.json. */
const formats = {
  /** plan.json */
  plan,
  /** environment.json */
  environment,
  /** stops.json, where a section ended early by its plan */
  stops,
  /** resumes.json, where a run was killed or stopped and went on */
  resumes,
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
      'plan.json is #/$defs/plan, environment.json is #/$defs/environment, stops.json is #/$defs/stops, resumes.json is #/$defs/resumes, each line of trials.ndjson is #/$defs/trial.',
    $defs: Object.fromEntries(definitions),
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const file = { path: 'results/schema.json', text: renderSchema(), script: 'schema' };
  process.exitCode = await runGenerator(file, process.argv);
}
