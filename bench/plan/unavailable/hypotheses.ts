import { canDecide, type DecidedOn } from '../../../results/schema/experiment.ts';
import type { RunRequest } from '../../request/run-request.ts';
import type { AskedHypothesis } from '../hypothesis-plan.ts';
import { explain, type Lack, type Outcome } from './lack.ts';

/** One sentence for each hypothesis of `--hypotheses all` that no arm is for. */
export function describeUnplanned(outcome: Outcome): string[] {
  if (!namesAll(outcome.request)) return [];
  return (outcome.hypothesisPlan?.hypotheses ?? []).flatMap((hypothesis) => {
    const reason = whyUnplanned(hypothesis, outcome);
    return reason === undefined ? [] : [`left out: hypothesis ${hypothesis.id} (${reason})`];
  });
}

export function lackingHypotheses(outcome: Outcome): Lack[] {
  if (namesAll(outcome.request)) return [];
  return (outcome.hypothesisPlan?.hypotheses ?? []).flatMap((hypothesis) => {
    const reason = whyUnplanned(hypothesis, outcome);
    const hint = 'leave it out of --hypotheses, or name other --nodes or another --machine';
    return reason === undefined ? [] : [{ what: `--hypotheses ${hypothesis.id}`, reason, hint }];
  });
}

/** Then none is named: those that cannot be planned are left out and said. */
export function namesAll({ hypotheses }: RunRequest): boolean {
  return hypotheses?.includes('all') ?? false;
}

const whoDecides: Readonly<Record<DecidedOn, string>> = {
  nodes: 'only two nodes decide it',
  hardware: 'only times of a host decide it',
  'hardware-nodes': 'only times of a host with two nodes decide it',
  any: 'nothing decides it',
};

/** Why a hypothesis has no arm; undefined where it has, or where the calibration is all it needs. */
function whyUnplanned(
  { id, decidedOn }: AskedHypothesis,
  { hypothesisPlan, parts }: Outcome,
): string | undefined {
  if (parts.some(({ armsOf }) => (armsOf.get(id)?.length ?? 0) > 0)) return undefined;
  const rows = hypothesisPlan?.preset.workloads.filter((row) => row.hypothesis?.id === id) ?? [];
  if (!parts.some(({ place }) => canDecide(place, decidedOn))) {
    const threads = Math.min(...rows.map((row) => row.threads ?? 1));
    return `${whoDecides[decidedOn]}${rows.length > 0 && threads > 1 ? `, with ${threads} CPUs or more` : ''}`;
  }
  if (rows.length === 0) return undefined;
  const omission = parts
    .flatMap(({ omissions }) => omissions)
    .find(({ workload }) => rows.some((row) => row.workload === workload));
  const counts = [...new Set(rows.flatMap(({ nodeCounts = [] }) => nodeCounts))];
  if (omission === undefined && counts.length > 0) return `it asks about ${counts.join(' and ')} nodes`;
  return explain(omission);
}
