import { runDoctor } from '../host/doctor/doctor.ts';
import { makeDoctorContext } from '../host/doctor/doctor-context.ts';
import { renderChecks } from '../host/doctor/render-checks.ts';
import { renderFix } from '../host/doctor/render-fix.ts';
import { readTopology } from '../host/topology/read-topology.ts';
import type { OptionsOf } from '../request/flag.ts';
import type { doctorFlags } from '../request/flags.ts';

/** Prints the checks, or with `fix` the commands that would fix them, and answers 1 when one of them failed. */
export async function runDoctorCommand(options: OptionsOf<typeof doctorFlags>): Promise<number> {
  const checks = await runDoctor(makeDoctorContext(await readTopology(), options.nodes));
  if (options.fix === true) process.stdout.write(renderFix(checks));
  else
    process.stdout.write(
      options.json === true ? `${JSON.stringify(checks, null, 2)}\n` : renderChecks(checks),
    );
  return checks.some((check) => check.verdict === 'fail') ? 1 : 0;
}
