import type { FirstTouch } from '../../../results/schema/counts.ts';
import type { Evidence } from '../../../results/schema/report.ts';
import { makeEstimate } from '../../estimate/estimate.ts';
import type { Hypothesis, Judgement } from './hypothesis.ts';

/**
 * C1, the truth test: every written page lies on its writer's node, and no page that was only read has been placed. One miss makes
 * every placement of the section worthless, so it is `invalid`, never `refuted`. Every section of every run begins with its trial.
 */
export const calibrationHypothesis: Hypothesis = {
  id: 'C1',
  statement: "written pages lie on their writer's node; pages only read are not placed",
  decidedOn: 'nodes',
  experiment: [],
  rule: 'supported if `onNodeRatio` of the written pages lie on the node of their writer and `placedRatio` of the pages only read are placed; else the section is invalid',
  thresholds: { onNodeRatio: 1, placedRatio: 0 },
  judge(data) {
    const trials = data
      .trials({ workload: 'calibrate' })
      .map(({ trial }) => ({ tests: trial.processes.flatMap((one) => one.counts.firstTouch) }))
      .filter(({ tests }) => tests.length > 0);
    const tests = trials.flatMap((trial) => trial.tests);
    if (sum(tests, 'writtenPages') === 0 || sum(tests, 'readPages') === 0) return notCalibrated;
    const tested = [...new Set(tests.map((test) => test.node))].sort((a, b) => a - b);
    return judgePages(trials, tested, this.thresholds);
  },
};

const notCalibrated: Judgement = {
  verdict: 'not-run',
  because: 'no calibration trial completed',
  evidence: [],
};

function judgePages(
  trials: readonly { readonly tests: readonly FirstTouch[] }[],
  nodes: readonly number[],
  { onNodeRatio = Number.NaN, placedRatio = Number.NaN }: Hypothesis['thresholds'],
): Judgement {
  const tests = trials.flatMap((trial) => trial.tests);
  const [written, onNode] = [sum(tests, 'writtenPages'), sum(tests, 'writtenPagesOnNode')];
  const [read, placed] = [sum(tests, 'readPages'), sum(tests, 'readPagesPlaced')];
  const onlyNode = nodes.length === 1 ? '; with one node nothing else was possible' : '';
  const shares = trials.map(({ tests: own }) => ({
    onNode: sum(own, 'writtenPagesOnNode') / sum(own, 'writtenPages'),
    placed: sum(own, 'readPagesPlaced') / sum(own, 'readPages'),
  }));
  const holds = onNode / written === onNodeRatio && placed / read === placedRatio;
  return {
    verdict: holds ? 'supported' : 'invalid',
    because:
      `${onNode} of ${written} written pages on their writer's node, ` +
      `${placed} of ${read} pages only read were placed (nodes ${nodes.join(', ')}, n = ${trials.length})${onlyNode}`,
    evidence: [
      ...evidenceOf(
        "written pages on their writer's node",
        onNodeRatio,
        shares.map((share) => share.onNode),
      ),
      ...evidenceOf(
        'pages only read that are placed',
        placedRatio,
        shares.map((share) => share.placed),
      ),
    ],
  };
}

function evidenceOf(label: string, predicted: number, values: readonly number[]): Evidence[] {
  const measured = makeEstimate(values.filter(Number.isFinite), 'count');
  return measured === null ? [] : [{ label, unit: '1', predicted, measured }];
}

function sum(tests: readonly FirstTouch[], field: Exclude<keyof FirstTouch, 'node'>): number {
  return tests.reduce((total, test) => total + test[field], 0);
}
