import { calibrationHypothesis } from './c1-calibration.ts';
import type { Hypothesis } from './hypothesis.ts';
import { madvisePerFree } from './m13-madvise-per-free.ts';

/** Every question that the lab can judge from a run, in the order of reports. A new one is a file here and a line. */
export const hypothesisTable: readonly Hypothesis[] = [
  calibrationHypothesis,
  madvisePerFree,
];
