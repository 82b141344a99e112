import type { Estimate } from '../../../results/schema/estimate.ts';
import type { Evidence } from '../../../results/schema/report.ts';
import type { HypothesisData } from './data.ts';
import { type Hypothesis, notRun } from './hypothesis.ts';
import { type BlockValues, differences, estimateOf, meanRemoteStackPages, valuesOf } from './thread-pages.ts';

const earlyBytes = [0, 4096, 16384, 65536];
const latePins = ['self', 'creator'];
const amount = { samples: 1, warmupSamples: 0, operationsPerThread: 8 };

/** P2. A thread that is created on its CPU, pin `inherited`, is the control: it must not depend on the depth. */
export const latePinningHypothesis: Hypothesis = {
  id: 'P2',
  statement:
    'a thread that is pinned after it has run has the more stack pages on its old node the deeper it had used its stack',
  decidedOn: 'nodes',
  experiment: [
    {
      workload: 'threads',
      levels: {
        pin: [...latePins, 'inherited'],
        early: earlyBytes.map(String),
        depth: ['65536'],
        children: ['other-node'],
        stacks: ['fresh'],
      },
      placements: ['spread'],
      threadsPerNode: 1,
      nodeCounts: [2],
      targets: ['musl'],
      counted: amount,
      timed: amount,
    },
  ],
  rule: 'remote stack pages of a thread at its end: supported if for pin self and creator each deeper level adds at least `leastRisePages` to the one before, and for pin inherited the deepest adds less to the shallowest; refuted if for self or creator the deepest adds less to the shallowest',
  thresholds: { leastRisePages: 1, pageBytes: 4096 },
  judge(data) {
    const { leastRisePages = Number.NaN, pageBytes = Number.NaN } = this.thresholds;
    const late = latePins.map((pin) => readLevels(data, pin));
    const control = readLevels(data, 'inherited');
    const evidence = [...late, control].flatMap((levels) => makeEvidence(levels, pageBytes));
    if (evidence.length === 0) return notRun;
    const seen = late.map((levels) => ({ ...levels, total: riseOf(levels, 0, earlyBytes.length - 1) }));
    const flat = seen.filter(({ total }) => total !== null && total.upper < leastRisePages);
    if (flat.length > 0) {
      return {
        verdict: 'refuted',
        because: `no rise with pin ${flat.map(({ pin }) => pin).join(', ')}`,
        evidence,
      };
    }
    const steps = late.flatMap((levels) => earlyBytes.slice(1).map((_, i) => riseOf(levels, i, i + 1)));
    const rises = steps.every((step) => step !== null && step.lower >= leastRisePages);
    const controlRise = riseOf(control, 0, earlyBytes.length - 1);
    const holds = rises && controlRise !== null && controlRise.upper < leastRisePages;
    const because = [
      ...seen.map(({ pin, total }) => renderRise(pin, total)),
      renderRise('inherited', controlRise),
    ];
    return { verdict: holds ? 'supported' : 'unsettled', because: because.join('; '), evidence };
  },
};

interface Levels {
  readonly pin: string;
  /** In the order of earlyBytes. */
  readonly pages: readonly BlockValues[];
}

function readLevels(data: HypothesisData, pin: string): Levels {
  const pages = earlyBytes.map((early) => {
    const parameters = { pin, early: String(early), depth: '65536', children: 'other-node', stacks: 'fresh' };
    const trials = data.trials({ workload: 'threads', target: 'musl', placement: 'spread', parameters });
    return valuesOf(trials, meanRemoteStackPages);
  });
  return { pin, pages };
}

/** The page that the creator writes, and those that were used before the thread was pinned. */
function makeEvidence({ pin, pages }: Levels, pageBytes: number): Evidence[] {
  return pages.flatMap((values, i) => {
    const measured = estimateOf(values);
    const early = earlyBytes[i] ?? 0;
    const predicted = pin === 'inherited' ? 0 : 1 + early / pageBytes;
    return measured === null
      ? []
      : [{ label: `pin ${pin}, ${early} B used before`, unit: 'pages', predicted, measured }];
  });
}

function riseOf({ pages }: Levels, from: number, to: number): Estimate | null {
  const [low, high] = [pages[from], pages[to]];
  return low === undefined || high === undefined ? null : estimateOf(differences(high, low));
}

function renderRise(pin: string, rise: Estimate | null): string {
  const range = rise === null ? 'not seen' : `${rise.lower} to ${rise.upper} pages more at the deepest level`;
  return `pin ${pin}: ${range}`;
}
