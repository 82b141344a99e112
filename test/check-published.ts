import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { compareTexts } from '../analysis/archive/compare-texts.ts';
import { checkSums, sumsName } from '../analysis/archive/sums.ts';
import { loadRun } from '../analysis/load/load-run.ts';
import { renderText } from '../analysis/render/text.ts';
import { buildReport } from '../analysis/report/build-report.ts';

const published = ['environment.json', 'plan.json', 'report.txt', 'trials.ndjson.gz'];
/** There where a section ended before its last block by the plan's own rule, and where the run was resumed. */
const optional = ['stops.json', 'resumes.json'];

/** What is wrong with a published run: its files, their sums, the formats, the report that was made from them. Empty when nothing is. */
export async function findPublishedProblems(directory: string): Promise<readonly string[]> {
  const files = (await readdir(directory)).filter((name) => name !== sumsName).sort();
  if (files.filter((name) => !optional.includes(name)).join() !== published.join())
    return [`it holds ${files.join(', ')} instead of ${published.join(', ')}`];
  const loaded = await loadRun(directory);
  if (loaded.state === 'problem') return [loaded.message];
  const report = renderText(buildReport(loaded.run));
  const stored = await readFile(join(directory, 'report.txt'), 'utf8');
  const isSame = compareTexts(stored, report).firstDifference === null;
  return [
    ...(await findWrongSums(directory)),
    ...(await findHomes(directory, files)),
    ...(isSame ? [] : ['report.txt is not the report of its records: see results/published/README.md']),
  ];
}

async function findWrongSums(directory: string): Promise<readonly string[]> {
  const sums = await checkSums(directory);
  if (sums.state !== 'checked') return [`${sumsName} is ${sums.state}`];
  const wrong = [...sums.changed, ...sums.missing, ...sums.uncovered];
  return wrong.map((name) => `${sumsName} is wrong about ${name}`);
}

/** A record of a failed trial holds what a program said: it must not tell who ran it. */
async function findHomes(directory: string, files: readonly string[]): Promise<readonly string[]> {
  const texts = await Promise.all(
    files.map(async (name) => {
      const bytes = await readFile(join(directory, name));
      return { name, text: (name.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8') };
    }),
  );
  return texts
    .filter(({ text }) => /\/(home|root|Users)\//.test(text))
    .map(({ name }) => `${name} names a home folder`);
}
