import type { Arm, Plan } from '../../results/schema/plan.ts';
import type { BuiltTarget } from '../targets/built-target.ts';
import { runProgram } from '../targets/run-program.ts';
import { UserError } from '../user-error.ts';
import { makeArguments } from './program-arguments.ts';

/** What the program answers to arguments that are wrong. */
const refusedCode = 2;

/**
 * Asks the benchmark program whether it takes the arguments of these workloads' arms, before anything is booted or written: values
 * that are valid each may not go together (`uniform:9-1`, a burst of more blocks than there are slots), and only the program
 * knows which. Throws UserError with its words.
 */
export async function checkArguments(
  plan: Plan,
  workloads: readonly string[],
  target: BuiltTarget,
): Promise<void> {
  const asked = new Set<string>();
  for (const arm of plan.sections.flatMap((section) => section.arms)) {
    if (!workloads.includes(arm.workload)) continue;
    for (const process of arm.processes) {
      const line = makeArguments(arm, process, plan.seed);
      const key = line.join(' ');
      if (asked.has(key)) continue;
      asked.add(key);
      const answer = await runProgram(target.path, [...line, '--dry-run'], { timeoutMs: 20_000 });
      if (answer.state === 'exited' && answer.code === refusedCode) throw refusal(arm, answer.stderr);
    }
  }
}

/** The program's own words, with its flags as --set names them. */
function refusal(arm: Arm, stderr: string): UserError {
  const words = stderr.trim().replace(/^\S*numa-bench\S*: /, '');
  const text = words.replaceAll(/--([a-z][a-z-]*)/g, (flag: string, name: string) =>
    name in arm.parameters ? `${arm.workload}.${name}` : flag,
  );
  return new UserError(text, { hint: `change it with --set ${arm.workload}.PARAMETER=VALUE` });
}
