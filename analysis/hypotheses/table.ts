import type { Hypothesis } from './hypothesis.ts';
import { mixedPages, straddledPages } from './m1-mixed-pages.ts';
import { boundaryPages } from './m2-boundary-pages.ts';
import { lineSharing } from './m3-line-sharing.ts';

/** Every question that the lab can judge from a run, in the order of reports. A new one is a file here and a line. */
export const hypothesisTable: readonly Hypothesis[] = [
  mixedPages,
  straddledPages,
  boundaryPages,
  lineSharing,
];
