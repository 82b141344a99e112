import { createHash } from 'node:crypto';
import type { Check } from '../../host/doctor/check.ts';
import { probeEnvironment } from '../../host/environment.ts';
import { findLabRoot } from '../../lab-root.ts';
import { writeRunFile } from '../../run/run-directory.ts';
import type { OpenedMachine } from '../prepare/open-machine.ts';
import { renderPlanFile } from './in-new-directory.ts';
import type { ReadyRun } from './ready-run.ts';

/** What the doctor found right before the run, and how the guest is, if there is one. */
export type Found = Pick<OpenedMachine, 'virtual'> & { readonly doctor: readonly Check[] };

/** Writes environment.json: to be called before the first trial, with the guest's description where the plan has one. */
export async function recordEnvironment(
  directory: string,
  { plan, targets, hostTopology }: ReadyRun,
  { virtual, doctor }: Found,
): Promise<void> {
  const environment = await probeEnvironment({
    labRoot: findLabRoot(),
    topology: hostTopology,
    planSha256: createHash('sha256').update(renderPlanFile(plan)).digest('hex'),
    ...{ targets, virtual, doctor },
  });
  await writeRunFile(directory, 'environment.json', `${JSON.stringify(environment, null, 2)}\n`, {
    flush: true,
  });
}
