import { runDoctor } from '../host/doctor.ts';
import { makeDoctorContext } from '../host/doctor-context.ts';
import { renderChecks } from '../host/render-checks.ts';
import { renderFix } from '../host/render-fix.ts';
import { readTopology } from '../host/topology.ts';
import { parseNodes } from '../request/parse-nodes.ts';
import { UserError } from '../user-error.ts';
import type { RawOptions } from './command-table.ts';

/** Prints the checks, or with `fix` the commands that would mend them, and answers 1 when one of them failed. */
export async function runDoctorCommand(options: RawOptions): Promise<number> {
  if (options.fix === true && options.json === true) {
    throw new UserError('--fix prints a shell script, not JSON', {
      hint: 'leave out one of them; --json has the commands of every check too',
    });
  }
  const nodes = typeof options.nodes === 'string' ? parseNodes(options.nodes) : undefined;
  const checks = await runDoctor(makeDoctorContext(await readTopology(), nodes));
  if (options.fix === true) process.stdout.write(renderFix(checks));
  else
    process.stdout.write(
      options.json === true ? `${JSON.stringify(checks, null, 2)}\n` : renderChecks(checks),
    );
  return checks.some((check) => check.verdict === 'fail') ? 1 : 0;
}
