import type { RunRequest } from '../../request/run-request.ts';
import type { PlannedRow, Preset } from '../presets.ts';

export interface TargetContext {
  readonly request: Pick<RunRequest, 'targets'>;
  readonly preset: Pick<Preset, 'targets'>;
  readonly baseline: string;
  readonly controlLabel: string;
  readonly targetsNeedingAllCpus: readonly string[];
  readonly unavailableTargets: readonly string[];
}

export interface ChosenTarget {
  readonly target: string;
  readonly control: boolean;
  readonly needsAllCpus: boolean;
}

/** The targets of a preset's row. The control follows its baseline in the list; the order of trials is drawn later. */
export function chooseTargets(context: TargetContext, row: Pick<PlannedRow, 'targets'>): ChosenTarget[] {
  const { request, preset, baseline, controlLabel, targetsNeedingAllCpus, unavailableTargets } = context;
  const targets = request.targets ?? preset.targets.filter((name) => row.targets?.includes(name) ?? true);
  return targets
    .filter((target) => !unavailableTargets.includes(target))
    .flatMap((target) => {
      const needsAllCpus = targetsNeedingAllCpus.includes(target);
      const own = { target, control: false, needsAllCpus };
      return target === baseline ? [own, { target: controlLabel, control: true, needsAllCpus }] : [own];
    });
}
