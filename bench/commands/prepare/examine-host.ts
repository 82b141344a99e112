import type { Plan } from '../../../results/schema/plan.ts';
import type { Topology } from '../../../results/schema/topology.ts';
import type { Check } from '../../host/doctor/check.ts';
import { runQuickDoctor } from '../../host/doctor/doctor.ts';
import { makeDoctorContext } from '../../host/doctor/doctor-context.ts';
import type { Say } from './prepare-run.ts';

/**
 * How this machine is right before a run, to be kept with it; says what may disturb its times. To be called with the lock of
 * runs held: before, another run might be the disturbance.
 */
export async function examineHost(plan: Plan, topology: Topology, say: Say): Promise<readonly Check[]> {
  const host = plan.sections.find((section) => section.machine === 'host');
  const checks = await runQuickDoctor(makeDoctorContext(topology, host?.nodes));
  const open = checks.filter(({ verdict }) => verdict === 'warn' || verdict === 'fail');
  if (host !== undefined && open.length > 0) {
    say(`what may disturb times here: ${open.map(({ id }) => id).join(', ')}; see numa-lab doctor`);
  }
  return checks;
}
