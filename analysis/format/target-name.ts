import type { Report } from '../../results/schema/report.ts';

/** The control is shown as what it is, the baseline once more; its blind label told nothing while trials ran. */
export function targetName({ run }: Pick<Report, 'run'>, target: string): string {
  return run.controlLabels.includes(target) ? `${run.baseline} (A/A)` : target;
}
