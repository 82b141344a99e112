import { canDecide, fewestBlocksForVerdict, isDecidedByTimes } from '../../../results/schema/experiment.ts';
import type { PlannedHypothesis } from '../../../results/schema/plan.ts';
import type { EarlierFinding, Finding, ValidityFact } from '../../../results/schema/report.ts';
import { counted } from '../../../results/text/counted.ts';
import type { Run, RunSection } from '../../load/run.ts';
import { describeArms, ownTrials } from './arm-notes.ts';
import { makeHypothesisData } from './data.ts';
import { type EarlierRule, type Hypothesis, type Judgement, needsHardware } from './hypothesis.ts';
import { findObstacle } from './obstacles.ts';
import { hashRule } from './rule-hash.ts';

/** What judging looks at beside the records. */
export interface Circumstances {
  /** C1 of every section, in their order. */
  readonly calibrations: readonly Finding[];
  readonly validity: readonly ValidityFact[];
}

/**
 * What the run says of every hypothesis that it was planned for, in every section that can decide it. C1 is not among them: it is
 * judged in every run.
 */
export function judgeHypotheses(
  run: Run,
  circumstances: Circumstances,
  table: readonly Hypothesis[],
): readonly Finding[] {
  const calibrationIds = new Set(circumstances.calibrations.map(({ id }) => id));
  return (run.plan.hypotheses ?? [])
    .filter(({ id }) => !calibrationIds.has(id))
    .flatMap((planned) => judgePlanned(run, planned, circumstances, table));
}

function judgePlanned(
  run: Run,
  planned: PlannedHypothesis,
  circumstances: Circumstances,
  table: readonly Hypothesis[],
): readonly Finding[] {
  const present = table.find(({ id }) => id === planned.id);
  const hypothesis = present && findPlanned(planned, present);
  if (present === undefined || hypothesis === undefined) {
    const refused = present === undefined ? unknown : changed;
    return [makeFinding(run, 0, { id: planned.id, statement: present?.statement ?? '' }, refused)];
  }
  const deciding = run.sections.flatMap((section, index) =>
    canDecide(section.section, hypothesis.decidedOn) ? [{ section, index }] : [],
  );
  if (deciding.length === 0) return [makeFinding(run, 0, hypothesis, undecidable(run, hypothesis))];
  return deciding.map(({ section, index }) => {
    const judge = (form: Hypothesis) => judgeSection(section, index, planned, form, circumstances);
    const { earlierRules = [] } = hypothesis;
    return {
      ...makeFinding(run, index, hypothesis, judge(hypothesis)),
      ...(earlierRules.length > 0 && {
        earlierRules: earlierRules.map((earlier) =>
          judgeEarlier(earlier, judge({ ...hypothesis, ...earlier })),
        ),
      }),
    };
  });
}

function judgeEarlier({ statement, replaced }: EarlierRule, { verdict, because }: Judgement): EarlierFinding {
  return { statement, replaced, verdict, because };
}

const unknown: Judgement = {
  verdict: 'invalid',
  because: 'this numa-lab knows no such hypothesis',
  evidence: [],
};

/** A rule that was changed after the plan was made may have been changed because of the data. */
const changed: Judgement = {
  verdict: 'invalid',
  because: 'the rule has changed since the plan was made',
  evidence: [],
};

/** The form that the run was planned to be judged by, the present one or an earlier one; undefined where it is neither. */
function findPlanned({ ruleSha256 }: PlannedHypothesis, present: Hypothesis): Hypothesis | undefined {
  if (hashRule(present) === ruleSha256) return present;
  const { earlierRules = [] } = present;
  const forms = earlierRules.map(({ statement, rule, judge }, index) => ({
    ...{ ...present, statement, rule, judge },
    earlierRules: earlierRules.slice(0, index),
  }));
  return forms.find((form) => hashRule(form) === ruleSha256);
}

function undecidable(run: Run, hypothesis: Hypothesis): Judgement {
  if (!isDecidedByTimes(hypothesis.decidedOn))
    return { verdict: 'not-run', because: 'it is about nodes, and the run has one', evidence: [] };
  const hasHost = run.sections.some(({ section }) => section.machine === 'host');
  const lack = hasHost
    ? 'it is about times on several nodes, and the host of the run has one'
    : 'times decide it, and a guest has none';
  return needsHardware(hypothesis, lack);
}

function judgeSection(
  section: RunSection,
  index: number,
  planned: PlannedHypothesis,
  hypothesis: Hypothesis,
  circumstances: Circumstances,
): Judgement {
  const trials = ownTrials(section, planned);
  const notes = describeArms(section, trials, hypothesis);
  const withNotes = (judgement: Judgement): Judgement => ({
    ...judgement,
    because: [judgement.because, ...notes].join('; '),
  });
  const obstacle = findObstacle(index, hypothesis, trials, circumstances);
  if (obstacle !== null) return withNotes(obstacle);
  const judgement = hypothesis.judge(makeHypothesisData(section, trials.armIds));
  const isDecided = judgement.verdict === 'supported' || judgement.verdict === 'refuted';
  if (!isDecided || trials.fewestBlocks >= fewestBlocksForVerdict) return withNotes(judgement);
  const because = `${counted(trials.fewestBlocks, 'block')}, the rule asks for ${fewestBlocksForVerdict}`;
  return withNotes({ ...judgement, verdict: 'unsettled', because });
}

function makeFinding(
  run: Run,
  index: number,
  { id, statement }: Pick<Hypothesis, 'id' | 'statement'>,
  judgement: Judgement,
): Finding {
  const machine = run.sections[index]?.section.machine ?? 'host';
  return { id, statement, section: index, machine, ...judgement };
}
