import type { Report, RunFacts, ValidityFact } from '../../results/schema/report.ts';
import { counted } from '../../results/text/counted.ts';
import { type Block, heading, items, paragraph } from './block.ts';
import { isCalibration } from './findings.ts';
import { sectionName } from './names.ts';
import { makeTiming, notPassed } from './validity.ts';

const mostDoubts = 5;

/** What speaks against the numbers: lost trials, times that may not be believed, checks that did not pass. Nothing where nothing does. */
export function makeDoubts(report: Report): readonly Block[] {
  return [...items(listDoubts(report)), ...notPassed(report)];
}

/** The first of them, where lines are few. */
export function makeFirstDoubts(report: Report): readonly Block[] {
  const doubts = listDoubts(report);
  const checks = notPassed(report).map((block) => ({
    ...block,
    checks: block.checks.slice(0, Math.max(0, mostDoubts - doubts.length)),
  }));
  const shown = checks.flatMap((block) => block.checks).length;
  const more = report.validity.filter(({ verdict }) => verdict !== 'pass').length - shown;
  return [
    ...items(doubts),
    ...checks,
    ...items(more > 0 ? [`and ${counted(more, 'check')} more, in the whole report`] : []),
  ];
}

/** Whether the run may be believed, with all its checks, and how good that looks. */
export function makeValidityBox(report: Report): readonly Block[] {
  const { validity, run, sections } = report;
  const count = (...verdicts: readonly ValidityFact['verdict'][]) =>
    validity.filter(({ verdict }) => verdicts.includes(verdict)).length;
  const [failed, open] = [count('fail'), count('warn', 'unknown')];
  const isBad = failed > 0 || run.timing.verdict === 'not valid for timing';
  const timing = makeTiming(report);
  const checks = validity.map((fact) => ({ ...fact, where: sectionName(sections[fact.section]) }));
  return [
    {
      type: 'box',
      state: isBad ? 'bad' : open > 0 ? 'open' : 'good',
      blocks: [
        heading('section', 'Validity'),
        ...(timing.length > 0 ? timing : [paragraph('No timing: the run holds no times of workloads.')]),
        paragraph(
          `${counted(validity.length, 'check')}: ${failed} failed, ${open} with a warning or unknown.`,
        ),
        ...items([...lostTexts(report), ...calibrationTexts(report)]),
        ...notPassed(report).map((block) => ({ ...block, brief: false })),
        { type: 'fold', summary: 'All checks', blocks: [{ type: 'checks', brief: false, checks }] },
      ],
    },
  ];
}

/** Each as a sentence; checks speak for themselves. */
function listDoubts(report: Report): readonly string[] {
  const { timing } = report.run;
  return [
    ...lostTexts(report),
    ...(timing.verdict === 'not valid for timing' ? [`${timing.verdict}: ${timing.reasons.join('; ')}`] : []),
    ...calibrationTexts(report),
  ];
}

function lostTexts({ run, failed }: Report): readonly string[] {
  const [first] = failed;
  const what = first && `${first.workload} ${first.target}: ${first.reason}, ${first.detail}`;
  return [
    ...lostRecords(run),
    ...(what === undefined ? [] : [`${counted(failed.length, 'trial')} failed; the first, ${what}`]),
  ];
}

function calibrationTexts({ findings }: Report): readonly string[] {
  return findings.some((finding) => isCalibration(finding) && finding.verdict !== 'supported')
    ? ['first touch was not shown to decide where pages lie: placements are unproven']
    : [];
}

/** What the journal lacks of the plan, or held twice. */
export function lostRecords({ unrecorded, truncatedTail, replacedRecords }: RunFacts): readonly string[] {
  return [
    ...(unrecorded > 0
      ? [`${counted(unrecorded, 'planned trial')} without a record: the run was stopped`]
      : []),
    ...(truncatedTail ? ['the last record was cut off and is not counted'] : []),
    ...(replacedRecords > 0
      ? [`${counted(replacedRecords, 'trial')} ran again; the last record counts`]
      : []),
  ];
}
