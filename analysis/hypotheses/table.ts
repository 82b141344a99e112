import type { Hypothesis } from './hypothesis.ts';
import { creatorPagesHypothesis } from './p1-creator-pages.ts';
import { latePinningHypothesis } from './p2-late-pinning.ts';
import { stackCacheHypothesis } from './p3-stack-cache.ts';
import { moduleStorageHypothesis } from './p5-module-storage.ts';

/** Every question that the lab can judge from a run, in the order of reports. A new one is a file here and a line. */
export const hypothesisTable: readonly Hypothesis[] = [
  creatorPagesHypothesis,
  latePinningHypothesis,
  stackCacheHypothesis,
  moduleStorageHypothesis,
];
