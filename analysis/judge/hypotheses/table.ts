import { calibrationHypothesis } from './c1-calibration.ts';
import { balancingHypothesis } from './c2-balancing.ts';
import type { Hypothesis } from './hypothesis.ts';
import { mixedPages } from './m1-mixed-pages.ts';
import { boundaryPages } from './m2-boundary-pages.ts';
import { lineSharing } from './m3-line-sharing.ts';
import { lockCost } from './m7-lock-cost.ts';
import { survivorsHypothesis } from './m9-survivors.ts';
import { bouncesHypothesis } from './m10-bounces.ts';
import { callocHypothesis } from './m11-calloc.ts';
import { reallocHypothesis } from './m12-realloc.ts';
import { madvisePerFree } from './m13-madvise-per-free.ts';
import { creatorPagesHypothesis } from './p1-creator-pages.ts';
import { latePinningHypothesis } from './p2-late-pinning.ts';
import { stackCacheHypothesis } from './p3-stack-cache.ts';
import { creationLock } from './p4-creation-lock.ts';
import { moduleStorageHypothesis } from './p5-module-storage.ts';
import { lockHandoff } from './p9-lock-handoff.ts';

/** Every question that the lab can judge from a run, in the order of reports. A new one is a file here and a line. */
export const hypothesisTable: readonly Hypothesis[] = [
  calibrationHypothesis,
  balancingHypothesis,
  mixedPages,
  boundaryPages,
  lineSharing,
  survivorsHypothesis,
  bouncesHypothesis,
  callocHypothesis,
  reallocHypothesis,
  madvisePerFree,
  creatorPagesHypothesis,
  latePinningHypothesis,
  stackCacheHypothesis,
  moduleStorageHypothesis,
  lockCost,
  creationLock,
  lockHandoff,
];
