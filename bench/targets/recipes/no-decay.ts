import type { TargetRecipe } from '../recipe.ts';
import { glibcJemalloc } from './glibc.ts';
import { muslJemalloc } from './musl.ts';

/** jemalloc that gives free pages back at once: by default it waits for a time, so that what is resident depends on the clock. */
function withoutDecay(recipe: TargetRecipe): TargetRecipe {
  return {
    ...recipe,
    name: `${recipe.name}@decay=0`,
    environment: { MALLOC_CONF: 'dirty_decay_ms:0,muzzy_decay_ms:0' },
    defaults: { 'jemalloc.opt.dirty_decay_ms': 0, 'jemalloc.opt.muzzy_decay_ms': 0 },
  };
}

export const glibcNoDecay = withoutDecay(glibcJemalloc);
export const muslNoDecay = withoutDecay(muslJemalloc);
