import type { Proof } from '../../results/schema/proof.ts';
import type { TargetRecipe } from './recipe.ts';

/**
 * What a program's proof says against its row of the table: one phrase per disagreement, none when they agree.
 * `linkOfHeaders` is the link mode by the program's ELF headers, which cannot be mistaken.
 */
export function checkProof(
  recipe: TargetRecipe,
  proof: Proof,
  linkOfHeaders: 'static' | 'dynamic',
): readonly string[] {
  const facts = [
    { what: 'target', wanted: recipe.name, found: proof.target },
    { what: 'libc', wanted: recipe.libc, found: proof.libc.name },
    { what: 'link mode', wanted: recipe.link, found: proof.libc.link },
    { what: 'link mode of its headers', wanted: recipe.link, found: linkOfHeaders },
    { what: 'allocator', wanted: recipe.allocator, found: proof.allocator.name },
  ];
  return facts
    .filter(({ wanted, found }) => wanted !== found)
    .map(({ what, wanted, found }) => `${what} is '${found}' instead of '${wanted}'`);
}
