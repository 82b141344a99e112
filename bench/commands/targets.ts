import { unreachable } from '../../results/schema/unreachable.ts';
import { relinkLabel } from '../../results/text/target-label.ts';
import { cacheDirectory } from '../cache-directory.ts';
import { didYouMean } from '../did-you-mean.ts';
import { findLabRoot } from '../lab-root.ts';
import { presets } from '../plan/presets.ts';
import type { OptionsOf } from '../request/flag.ts';
import type { targetsFlags } from '../request/flags.ts';
import { anyText, listOf } from '../request/parse-value.ts';
import type { TargetRecipe } from '../targets/recipe.ts';
import { renderStatuses } from '../targets/render-statuses.ts';
import { readTargetStatuses } from '../targets/status.ts';
import { findTarget } from '../targets/targets.ts';
import { UserError } from '../user-error.ts';
import { buildRecipes, sayOnStderr } from './prepare/prepare-run.ts';
import { checkConformance } from './targets/check-conformance.ts';
import { readTargetTable } from './targets/target-flags.ts';

type TargetsOptions = OptionsOf<typeof targetsFlags> & { readonly action?: string; readonly names?: string };

const actions = ['list', 'build', 'check'] as const;

/** `numa-lab targets`: lists the table of targets, builds targets, or holds their malloc to the standards. */
export async function runTargetsCommand(options: TargetsOptions): Promise<number> {
  const action = parseAction(options.action ?? 'list');
  const table = await readTargetTable(options);
  const recipes = chooseRecipes(options.names ?? 'all', table);
  refuseMisplaced(options, action);
  switch (action) {
    case 'list':
      return listTargets(recipes, options.json === true);
    case 'build':
      return buildAll(addRelinks(recipes, options.relink), options.json === true);
    case 'check':
      return checkConformance(recipes, options.machine ?? 'host', options.json === true);
    default:
      return unreachable(action);
  }
}

function parseAction(text: string): (typeof actions)[number] {
  const action = actions.find((known) => known === text);
  if (action !== undefined) return action;
  throw new UserError(`targets knows no action '${text}'`, { hint: didYouMean(text, actions) });
}

function refuseMisplaced(options: TargetsOptions, action: string): void {
  const misplaced = [
    { flag: '--relink', given: options.relink !== undefined, belongs: 'build' },
    { flag: '--machine', given: options.machine !== undefined, belongs: 'check' },
  ].find(({ given, belongs }) => given && belongs !== action);
  if (misplaced === undefined) return;
  throw new UserError(`${misplaced.flag} is for \`targets ${misplaced.belongs}\``, {
    hint: `write numa-lab targets ${misplaced.belongs} …`,
  });
}

function chooseRecipes(text: string, table: readonly TargetRecipe[]): readonly TargetRecipe[] {
  if (text === 'all') return table;
  const names =
    text === 'quick' || text === 'default'
      ? presets[text].targets
      : listOf(anyText, 'musl,glibc')(text, 'names');
  return names.map((name) => findTarget(name, table));
}

function addRelinks(recipes: readonly TargetRecipe[], relink: number | undefined): readonly TargetRecipe[] {
  if (relink === undefined) return recipes;
  return recipes.flatMap((recipe) => [
    recipe,
    ...Array.from({ length: relink }, (_, i) => findTarget(relinkLabel(recipe.name, i + 1), recipes)),
  ]);
}

async function listTargets(recipes: readonly TargetRecipe[], json: boolean): Promise<number> {
  const places = { cacheDirectory: cacheDirectory(), labRoot: findLabRoot() };
  const statuses = await readTargetStatuses(places, recipes);
  process.stdout.write(json ? `${JSON.stringify(statuses, null, 2)}\n` : renderStatuses(statuses));
  return 0;
}

/** Builds what can be built, and then reports what cannot: exit code 2 when there is any. */
async function buildAll(recipes: readonly TargetRecipe[], json: boolean): Promise<number> {
  const outcomes = await buildRecipes(recipes, sayOnStderr);
  await listTargets(recipes, json);
  const failed = [...outcomes.values()].flatMap((outcome) =>
    outcome.state === 'failed' ? [outcome.error] : [],
  );
  const [first, ...others] = failed;
  for (const error of others) sayOnStderr(`numa-lab: ${error.message}; ${error.hint ?? ''}`);
  if (first !== undefined) throw first;
  return 0;
}
