import { type Description, description } from '../../results/schema/workload.ts';
import type { BuiltTarget } from './built-target.ts';
import { parseJson } from './parse-json.ts';
import { runProgram } from './run-program.ts';

/**
 * Workloads and their parameters as a benchmark program describes them (`--describe`): the one source of truth. A program
 * that describes itself wrongly is a bug, thrown as Error.
 */
export async function readDescription(target: BuiltTarget): Promise<Description> {
  const result = await runProgram(target.path, ['--describe'], { timeoutMs: 20_000 });
  const text = result.state === 'exited' && result.code === 0 ? result.stdout : '';
  const parsed = description.safeParse(parseJson(text));
  if (parsed.success) return parsed.data;
  throw new Error(`${target.path} --describe does not describe workloads: ${parsed.error.message}`);
}
