import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { TargetRecipe } from './recipe.ts';
import { runProgram } from './run-program.ts';

const compileTimeoutMs = 600_000;

export type CompileResult =
  | { readonly state: 'compiled' }
  /** `log` is all that make printed. */
  | { readonly state: 'failed'; readonly log: string };

/** Compiles a target into `folder`, which must exist: the program as programPath names it, and its link map. */
export async function compileTarget(
  recipe: TargetRecipe,
  options: { readonly labRoot: string; readonly sourceSha256: string; readonly folder: string },
): Promise<CompileResult> {
  const { CC, CFLAGS, LDFLAGS, LDLIBS } = recipe.make;
  const variables = {
    CC,
    CFLAGS,
    LDFLAGS,
    LDLIBS,
    TARGET: recipe.name,
    OUT: options.folder,
    SOURCE_SHA256: options.sourceSha256,
  };
  const assignments = Object.entries(variables).map(([name, value]) => `${name}=${value}`);
  const native = join(options.labRoot, 'native');
  const result = await runProgram('make', ['-C', native, 'bench', ...assignments], {
    timeoutMs: compileTimeoutMs,
  });
  if (result.state === 'not-started') return { state: 'failed', log: result.reason };
  if (result.code !== 0) return { state: 'failed', log: `${result.stdout}${result.stderr}` };
  await rm(join(options.folder, 'objects'), { recursive: true, force: true });
  return { state: 'compiled' };
}
