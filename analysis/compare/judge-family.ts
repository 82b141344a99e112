import type { FamilyPair } from '../../results/schema/family.ts';
import type { FamilyFacts } from '../../results/schema/report.ts';
import type { ComparisonRow } from '../../results/schema/report-rows.ts';
import type { Run } from '../load/run.ts';
import { metricNamed } from '../metrics/table.ts';
import { detectableEffect } from '../stats/detectable-effect.ts';
import { holm } from '../stats/holm.ts';
import { signedRankInterval } from '../stats/signed-rank-interval.ts';
import { signedRankTest } from '../stats/signed-rank-test.ts';
import type { Comparison } from './compare.ts';
import { decideVerdict } from './decide-verdict.ts';
import { describeUndecided } from './family-facts.ts';
import { type ControlJudgement, judgeControls } from './judge-controls.ts';
import { scales } from './measure-effect.ts';

/** Of an effect that the run would have found. */
const power = 0.8;

export interface JudgedFamily {
  /** All comparisons, those of the family with their verdicts. */
  readonly rows: readonly ComparisonRow[];
  readonly controls: readonly ControlJudgement[];
}

/** One comparison of a family with its p; null where the data hold none, which counts as a p of 1. */
interface Member {
  readonly pair: FamilyPair;
  readonly comparison: Comparison | null;
  readonly p: number | null;
}

/**
 * Gives the comparisons of the plan's family their verdicts. Holm's procedure over all of them says which differ; the intervals are Bonferroni's,
 * 1 - level/m each, because Holm has none that cover together and could be compared with a margin. Both count what the plan named,
 * not what the data happen to hold.
 */
export function judgeFamily(
  run: Run,
  facts: FamilyFacts | null,
  comparisons: readonly Comparison[],
): JudgedFamily {
  const { family } = run.plan;
  if (family === undefined || facts === null) {
    return { rows: comparisons.map(({ row }) => row), controls: [] };
  }
  const members = findMembers(family.comparisons, facts, comparisons);
  const controls = findMembers(family.controls, facts, comparisons);
  const ofControls = judgeMembers(controls, facts.controlAlpha / Math.max(1, facts.controls), facts.margin);
  const judgedControls = judgeControls(family.controls, ofControls, facts, run.sections[facts.section]);
  const ofFamily = judgeMembers(members, facts.level, facts.margin).map((member) => ({
    ...member,
    row: member.row === null ? null : withVerdict(member.row, facts, judgedControls),
  }));
  const judged = new Map([...ofFamily, ...ofControls].map(({ comparison, row }) => [comparison, row]));
  return {
    rows: comparisons.map((comparison) => judged.get(comparison) ?? comparison.row),
    controls: judgedControls,
  };
}

function findMembers(
  pairs: readonly FamilyPair[],
  { section, metric }: FamilyFacts,
  comparisons: readonly Comparison[],
): readonly Member[] {
  const byPair = new Map(
    comparisons
      .filter(({ row }) => row.section === section && row.metric === metric)
      .map((comparison) => [`${comparison.row.arm} ${comparison.row.baselineArm}`, comparison]),
  );
  return pairs.map((pair) => {
    const comparison = byPair.get(`${pair.arm} ${pair.baselineArm}`) ?? null;
    const differences = comparison?.differences ?? null;
    return { pair, comparison, p: differences === null ? null : signedRankTest(differences).pValue };
  });
}

interface JudgedMember {
  readonly pair: FamilyPair;
  readonly comparison: Comparison | null;
  readonly row: ComparisonRow | null;
}

function judgeMembers(members: readonly Member[], level: number, margin: number): readonly JudgedMember[] {
  const adjusted = holm(members.map(({ p }) => p ?? 1));
  return members.map(({ pair, comparison, p }, index) => {
    if (comparison === null) return { pair, comparison, row: null };
    const adjustedP = p === null ? null : (adjusted[index] ?? 1);
    const row = { ...withInterval(comparison, level), primary: true, margin, pValue: p, adjustedP };
    return { pair, comparison, row };
  });
}

/** The row with its simultaneous interval and, from its width, the effect that could have been found. */
function withInterval({ row, differences }: Comparison, level: number): ComparisonRow {
  const interval = differences === null ? null : signedRankInterval(differences, 1 - level);
  if (interval === null || interval.lower === interval.upper) {
    const tooFew = differences !== null && interval === null;
    const notes = tooFew ? [`${row.effect.estimate.n} blocks are too few for the level of its family`] : [];
    return { ...row, notes: [...row.notes, ...notes] };
  }
  const { back } = scales.ratio;
  const { lower, upper, coverage: confidence } = interval;
  const detectable = Math.expm1(detectableEffect({ lower, upper, confidence, level, power }));
  return {
    ...row,
    effect: { ...row.effect, simultaneous: { lower: back(lower), upper: back(upper) } },
    detectable,
  };
}

function withVerdict(
  row: ComparisonRow,
  facts: FamilyFacts,
  controls: readonly ControlJudgement[],
): ComparisonRow {
  if (!facts.decides) {
    return {
      ...row,
      verdict: 'unsettled',
      notes: [...row.notes, `nothing is decided: the run ${describeUndecided(facts)}`],
    };
  }
  const own = controls.filter(({ workload }) => workload === row.workload);
  const mayBeEquivalent = own.length > 0 && own.every(({ state }) => state === 'pass');
  const question = {
    interval: row.effect.simultaneous,
    isSignificant: row.adjustedP !== null && row.adjustedP <= facts.lookAlpha,
    margin: facts.margin,
    kind: metricNamed(row.metric).kind,
  };
  const verdict = decideVerdict({ ...question, mayBeEquivalent });
  const isHeldBack =
    verdict === 'unsettled' && decideVerdict({ ...question, mayBeEquivalent: true }) === 'equivalent';
  const notes = isHeldBack ? ['not called equivalent: the A/A control of this workload did not pass'] : [];
  return { ...row, verdict, notes: [...row.notes, ...notes] };
}
