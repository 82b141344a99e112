import { counted } from '../../../results/text/counted.ts';
import { allowsImprecise, type ControlJudgement } from '../../compare/judge-controls.ts';
import { completedTrials } from '../../load/run.ts';
import { allowedOutside } from '../../stats/allowed-outside.ts';
import { type Derived, hasBlocks, type SectionCheck } from './check.ts';

/** The baseline against itself: judged where the plan has a family in the section, else only shown. */
export const controlArmPassed: SectionCheck = (section, index, _run, derived) => {
  if (!hasBlocks(section)) return null;
  const done = completedTrials(section).some((trial) => section.arms.get(trial.arm)?.control === true);
  if (!done) {
    return {
      id: 'control-arm',
      verdict: 'warn',
      seen: 'no trial of an A/A control completed',
      threshold: 'an A/A control arm is in the section',
      remedy: 'plan the run with the baseline target included',
    };
  }
  return derived.family?.section === index && derived.controls.length > 0
    ? judge(derived, index)
    : show(derived, index);
};

function judge({ controls, comparisons, family }: Derived, section: number): ReturnType<SectionCheck> {
  const of = (state: ControlJudgement['state']) => controls.filter((control) => control.state === state);
  const strays = of('imprecise');
  const failed = [...of('fail'), ...(allowsImprecise(controls) ? [] : strays)];
  const unknown = of('unknown');
  const notPassed = [...of('fail'), ...strays, ...unknown];
  const allowed = allowedOutside(controls.length);
  const margin = `${(family?.margin ?? 0) * 100} %`;
  const texts = [
    `${of('pass').length} of ${counted(controls.length, 'control')} passed`,
    spanOf(comparisons.filter((row) => row.section === section && row.control && row.primary)),
    ...notPassed.slice(0, 3).map(({ because }) => because),
    ...(notPassed.length > 3 ? [`and ${notPassed.length - 3} more`] : []),
  ];
  return {
    id: 'control-arm',
    verdict: failed.length > 0 ? 'fail' : unknown.length > 0 ? 'unknown' : 'pass',
    seen: texts.filter((text) => text !== '').join('; '),
    threshold: `no control differs (Holm, ${(family?.controlAlpha ?? 0) * 100} %), ${allowed === 0 ? 'each' : `all but ${allowed}`} known to within ${margin}`,
    remedy: 'quiet the machine (numa-lab doctor), or give more --blocks or --max-time',
  };
}

function show({ comparisons }: Derived, section: number): ReturnType<SectionCheck> {
  const rows = comparisons.filter((row) => row.section === section && row.control);
  const exact = rows.filter((row) => row.effect.kind === 'exact');
  const same = exact.filter((row) => row.verdict === 'identical').length;
  const span = spanOf(rows);
  const texts = [
    ...(exact.length > 0 ? [`${same} of ${counted(exact.length, 'exact count')} identical`] : []),
    ...(span === '' ? [] : [span]),
    ...(rows.length === 0 ? ['it has no value beside the baseline'] : []),
  ];
  return {
    id: 'control-arm',
    verdict: 'pass',
    seen: `completed; ${texts.join('; ')}${rows.length === 0 ? '' : '; not judged'}`,
    threshold: 'an A/A control arm is in the section',
    remedy: 'plan the run with the baseline target included',
  };
}

function spanOf(rows: Derived['comparisons']): string {
  const points = rows.filter((row) => row.effect.kind === 'ratio').map((row) => row.effect.estimate.point);
  if (points.length === 0) return '';
  const ends = [Math.min(...points), Math.max(...points)].map((point) => point.toFixed(3));
  return `${counted(points.length, 'ratio')} to the baseline from ${ends.join(' to ')}`;
}
