import type { Proof } from '../../results/schema/proof.ts';
import type { Parts } from './parts/parts.ts';
import type { TargetRecipe } from './recipe.ts';

/**
 * What a program's proof says against its row of the table: one phrase per disagreement, none when they agree.
 * `linkOfHeaders` is the link mode by the program's ELF headers, which cannot be mistaken.
 */
export function checkProof(
  recipe: TargetRecipe,
  parts: Parts,
  proof: Proof,
  linkOfHeaders: 'static' | 'dynamic',
): readonly string[] {
  const version = parts.toolchain?.version ?? recipe.libcVersion ?? proof.libc.version;
  const facts = [
    { what: 'target', wanted: recipe.name, found: proof.target },
    { what: 'libc', wanted: recipe.libc, found: proof.libc.name },
    { what: 'version of the libc', wanted: version, found: proof.libc.version },
    { what: 'link mode', wanted: recipe.link, found: proof.libc.link },
    { what: 'link mode of its headers', wanted: recipe.link, found: linkOfHeaders },
    ...Object.entries(recipe.settings ?? {}).map(([name, wanted]) => ({
      what: `setting ${name}`,
      wanted,
      found: proof.allocator.settings[name] ?? 'not reported',
    })),
    ...Object.entries(recipe.defaults ?? {}).map(([name, wanted]) => ({
      what: `default ${name}`,
      wanted: String(wanted),
      found: String(proof.derivedDefaults[name] ?? 'not reported'),
    })),
  ];
  const mismatches = facts
    .filter(({ wanted, found }) => wanted !== found)
    .map(({ what, wanted, found }) => `${what} is '${found}' instead of '${wanted}'`);
  return [...checkAllocator(recipe, proof), ...checkObject(recipe, parts, proof), ...mismatches];
}

function checkAllocator(recipe: TargetRecipe, { allocator, libc }: Proof): readonly string[] {
  const accepted = [recipe.allocator, ...(recipe.otherAllocators ?? [])];
  if (accepted.includes(allocator.name)) return [];
  if (recipe.linked?.type === 'user') {
    return [
      `its blocks come from ${libc.name}'s own malloc (${allocator.evidence}): the library only passes calls on`,
    ];
  }
  return [`allocator is '${allocator.name}' instead of '${recipe.allocator}'`];
}

/** A shared library of the user's must be what answers malloc: the libc may have won the race of symbols. */
function checkObject(recipe: TargetRecipe, { library }: Parts, { allocator }: Proof): readonly string[] {
  if (recipe.linked?.type !== 'user' || recipe.linked.library.kind !== 'shared') return [];
  const { fileName } = recipe.linked.library;
  if (library === undefined || allocator.object === fileName) return [];
  return [`malloc is defined by '${allocator.object}' instead of '${fileName}'`];
}
