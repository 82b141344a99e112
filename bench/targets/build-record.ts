import { constants } from 'node:fs';
import { access, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { proof } from '../../results/schema/proof.ts';
import { readText } from '../host/read-text.ts';
import type { BuiltTarget } from './built-target.ts';
import { hashIfPresent } from './hash-if-present.ts';
import { inspectProgram } from './inspect.ts';
import { parseJson } from './parse-json.ts';
import type { Parts } from './parts/parts.ts';
import { proofHash } from './proof-hash.ts';
import type { TargetRecipe } from './recipe.ts';

/** Kept beside a built program, so that a later call need not run it again. */
const buildRecord = z.strictObject({
  binarySha256: z.string(),
  proof,
  libraries: z.array(z.strictObject({ name: z.string(), path: z.string(), sha256: z.string() })),
  modules: z.array(z.strictObject({ name: z.string(), sha256: z.string() })),
});
type BuildRecord = z.infer<typeof buildRecord>;

const recordName = 'build.json';

export function programPath(folder: string, recipe: TargetRecipe): string {
  return join(folder, `numa-bench-${recipe.name}`);
}

/** Names of what make leaves beside a program for it to open. The program looks for them by these names. */
function moduleNames(recipe: TargetRecipe): readonly string[] {
  return recipe.link === 'static' ? [] : ['numa-bench-tls.so'];
}

/** All that make leaves of a build, in `folder`. */
export function builtPaths(folder: string, recipe: TargetRecipe): readonly string[] {
  const program = programPath(folder, recipe);
  return [program, `${program}.map`, ...moduleNames(recipe).map((name) => join(folder, name))];
}

async function hashModules(
  folder: string,
  recipe: TargetRecipe,
): Promise<BuildRecord['modules'] | undefined> {
  const modules: BuildRecord['modules'] = [];
  for (const name of moduleNames(recipe)) {
    const sha256 = await hashIfPresent(join(folder, name));
    if (sha256 === undefined) return undefined;
    modules.push({ name, sha256 });
  }
  return modules;
}

export type ProvenProgram =
  | { readonly state: 'proven'; readonly record: BuildRecord }
  | { readonly state: 'refused'; readonly reason: string };

/** Inspects the program in `folder` and writes down what came of it. */
export async function proveBuild(folder: string, recipe: TargetRecipe, parts: Parts): Promise<ProvenProgram> {
  const path = programPath(folder, recipe);
  const binarySha256 = await hashIfPresent(path);
  if (binarySha256 === undefined) return { state: 'refused', reason: 'make left no program' };
  const modules = await hashModules(folder, recipe);
  if (modules === undefined) return { state: 'refused', reason: 'make left no module for it to open' };
  const inspection = await inspectProgram(recipe, parts, path);
  if (inspection.state === 'refused') return inspection;
  const record = { binarySha256, proof: inspection.proof, libraries: [...inspection.libraries], modules };
  const unfinished = join(folder, `${recordName}.${process.pid}`);
  await writeFile(unfinished, `${JSON.stringify(record)}\n`);
  await rename(unfinished, join(folder, recordName));
  return { state: 'proven', record };
}

/**
 * The build in `folder`, or undefined when there is none or its program or a module is not the one that was proven. Libraries that an
 * upgrade has changed since are proven again, and refused by the same rules.
 */
export async function readBuild(
  folder: string,
  recipe: TargetRecipe,
  parts: Parts,
): Promise<BuiltTarget | undefined> {
  const text = (await readText(join(folder, recordName))) ?? '';
  const parsed = buildRecord.safeParse(parseJson(text));
  if (!parsed.success) return undefined;
  const path = programPath(folder, recipe);
  if ((await hashIfPresent(path)) !== parsed.data.binarySha256 || !(await isExecutable(path)))
    return undefined;
  const modules = await hashModules(folder, recipe);
  if (JSON.stringify(modules) !== JSON.stringify(parsed.data.modules)) return undefined;
  const hashes = await Promise.all(parsed.data.libraries.map(({ path }) => hashIfPresent(path)));
  if (parsed.data.libraries.every(({ sha256 }, i) => sha256 === hashes[i])) {
    return makeBuiltTarget(folder, recipe, parts, parsed.data);
  }
  const again = await proveBuild(folder, recipe, parts);
  return again.state === 'proven' ? makeBuiltTarget(folder, recipe, parts, again.record) : undefined;
}

async function isExecutable(path: string): Promise<boolean> {
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
}

function makeBuiltTarget(
  folder: string,
  recipe: TargetRecipe,
  parts: Parts,
  record: BuildRecord,
): BuiltTarget {
  return {
    name: recipe.name,
    path: programPath(folder, recipe),
    ...record,
    modules: record.modules.map((module) => ({ ...module, path: join(folder, module.name) })),
    environment: recipe.environment ?? {},
    proofSha256: proofHash(record.proof),
    parts: describeParts(recipe, parts),
  };
}

function describeParts(recipe: TargetRecipe, { toolchain, library }: Parts): BuiltTarget['parts'] {
  const named = [
    { what: 'musl', part: toolchain },
    { what: recipe.linked?.type === 'archive' ? recipe.linked.name : 'library', part: library },
  ];
  return named.flatMap(({ what, part }) =>
    part === undefined
      ? []
      : [{ what, version: part.version, sourceSha256: part.sourceSha256, flags: part.flags }],
  );
}
