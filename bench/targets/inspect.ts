import { z } from 'zod';
import { type Proof, proof } from '../../results/schema/proof.ts';
import { cleanSentence } from '../run/clean-text.ts';
import type { BuiltTarget } from './built-target.ts';
import { checkProof } from './check-proof.ts';
import { resolveLibraries } from './libraries.ts';
import { parseJson } from './parse-json.ts';
import type { Parts } from './parts/parts.ts';
import type { TargetRecipe } from './recipe.ts';
import { runProgram } from './run-program.ts';

const aboutLine = proof.extend({ type: z.literal('about'), schema: z.number() });

export type Inspection =
  | { readonly state: 'proven'; readonly proof: Proof; readonly libraries: BuiltTarget['libraries'] }
  /** `reason` finishes the sentence "the program is refused: …". */
  | { readonly state: 'refused'; readonly reason: string };

/** Runs `--about`, resolves the libraries, and refuses a program that is not what its row of the table says. */
export async function inspectProgram(recipe: TargetRecipe, parts: Parts, path: string): Promise<Inspection> {
  const closure = await resolveLibraries(path);
  if (closure.state === 'unresolved') return { state: 'refused', reason: closure.reason };
  const about = await runProgram(path, ['--about'], {
    timeoutMs: 20_000,
    environment: recipe.environment ?? {},
  });
  if (about.state === 'not-started') {
    const guess = /EACCES/.test(about.reason)
      ? ' (is the cache folder on a file system mounted noexec?)'
      : '';
    return { state: 'refused', reason: `it does not start: ${about.reason}${guess}` };
  }
  if (about.state === 'stopped') return { state: 'refused', reason: `--about ${about.reason}` };
  if (about.code !== 0) {
    const said = cleanSentence(about.stderr) || cleanSentence(about.stdout) || 'it says nothing';
    return { state: 'refused', reason: `--about exited with ${about.code}: ${said}` };
  }
  const found = parseAbout(about.stdout);
  if (found === undefined) return { state: 'refused', reason: describeWords(about.stdout) };
  const mismatches = checkProof(recipe, parts, found, closure.link);
  if (mismatches.length > 0) return { state: 'refused', reason: mismatches.join(', ') };
  return { state: 'proven', proof: found, libraries: closure.libraries };
}

/** A library linked into the program may print when it is loaded. Its words tell its user which one does. */
function describeWords(stdout: string): string {
  const words = cleanSentence(stdout.replaceAll(/\{"type":"about".*\}/g, ''));
  return words === ''
    ? '--about printed no proof'
    : `--about printed more than its proof on stdout, and words belong on stderr: '${words}'`;
}

function parseAbout(text: string): Proof | undefined {
  const line = aboutLine.safeParse(parseJson(text));
  if (!line.success) return undefined;
  const { type: _type, schema: _schema, ...rest } = line.data;
  return rest;
}
