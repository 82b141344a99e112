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
  for (const section of plan.sections) {
    for (const arm of section.arms.filter(({ workload }) => workloads.includes(workload))) {
      for (const process of arm.processes) {
        const line = makeArguments(arm, process, plan.seed);
        const key = line.join(' ');
        if (asked.has(key)) continue;
        asked.add(key);
        const answer = await runProgram(target.path, [...line, '--dry-run'], { timeoutMs: 20_000 });
        if (answer.state !== 'exited' || answer.code !== refusedCode) continue;
        throw refusal(arm, answer.stderr, section !== plan.sections[0]);
      }
    }
  }
}

/** The program's own words, with its flags as --set names them. */
function refusal(arm: Arm, stderr: string, isSide: boolean): UserError {
  const words = stderr.trim().replace(/^\S*numa-bench\S*: /, '');
  const text = words.replaceAll(/--([a-z][a-z-]*)/g, (flag: string, name: string) =>
    name in arm.parameters ? `${arm.workload}.${name}` : flag,
  );
  // What suits the nodes of the guest need not suit the one node of which the host adds the times.
  if (isSide) {
    return new UserError(`on one node of the host: ${text}`, {
      hint: 'add --machine virtual to leave the times on one node out',
    });
  }
  return new UserError(text, { hint: `change it with --set ${arm.workload}.PARAMETER=VALUE` });
}
