import type { Finding, ValidityFact } from '../../../results/schema/report.ts';
import type { OwnTrials } from './arm-notes.ts';
import { type Hypothesis, type Judgement, needsHardware, notRun } from './hypothesis.ts';

/** Why the data of a section must not be judged at all, or null. In the order in which one takes the ground from the others. */
export function findObstacle(
  section: number,
  hypothesis: Hypothesis,
  { armIds, completed }: OwnTrials,
  {
    calibrations,
    validity,
  }: { readonly calibrations: readonly Finding[]; readonly validity: readonly ValidityFact[] },
): Judgement | null {
  const { decidedOn, needs } = hypothesis;
  if (armIds.size === 0) {
    const because = 'none of its arms could be planned here';
    return needs === undefined ? { ...notRun, because } : needsHardware(hypothesis, because);
  }
  const calibration = calibrations.find((finding) => finding.section === section);
  // What lies where means nothing if first touch does not decide it.
  if (decidedOn !== 'any' && calibration?.verdict === 'invalid') {
    return invalid(`the calibration failed: ${calibration.because}`);
  }
  if (completed === 0) return notRun;
  if (decidedOn !== 'any' && calibration?.verdict !== 'supported') {
    return { verdict: 'unsettled', because: 'the section was not calibrated', evidence: [] };
  }
  const failing = validity.filter((fact) => fact.section === section && fact.verdict === 'fail');
  if (failing.length === 0) return null;
  return invalid(`validity checks failed: ${failing.map(({ id, seen }) => `${id} (${seen})`).join(', ')}`);
}

function invalid(because: string): Judgement {
  return { verdict: 'invalid', because, evidence: [] };
}
