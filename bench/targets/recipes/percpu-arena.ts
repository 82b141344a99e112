import type { TargetRecipe } from '../recipe.ts';
import { glibcJemalloc } from './glibc.ts';
import { muslJemalloc } from './musl.ts';

/** jemalloc with an arena per CPU, which it silently does without where the process may not use every CPU. */
function withPercpuArena(recipe: TargetRecipe): TargetRecipe {
  return {
    ...recipe,
    name: `${recipe.name}@percpu_arena`,
    settings: { ...recipe.settings, percpu_arena: 'percpu' },
    environment: { MALLOC_CONF: 'percpu_arena:percpu' },
    needsAllCpus: true,
  };
}

export const glibcPercpuArena = withPercpuArena(glibcJemalloc);
export const muslPercpuArena = withPercpuArena(muslJemalloc);
