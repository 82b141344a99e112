import type { Report, RunFacts, ValidityFact } from '../../results/schema/report.ts';
import { counted } from '../../results/text/counted.ts';
import { isNotValidForTiming } from '../compare/judge-timing.ts';
import { type Block, items } from './block.ts';
import { isCalibration } from './findings.ts';
import { sectionName } from './names.ts';
import { makeTiming, notPassed } from './validity.ts';

/** What speaks against the numbers: lost trials, times that may not be believed, checks that did not pass. Nothing where nothing does. */
export function makeDoubts(report: Report): readonly Block[] {
  return [...items(listDoubts(report)), ...notPassed(report)];
}

const mostClauses = 3;
const longestClause = 200;

/** What a check saw, up to the first list of cases. */
function firstClause(seen: string): string {
  return seen.split('; ')[0] ?? seen;
}

/** How much of it there is, where lines are few: the whole report has the reasons. */
export function makeFewDoubts(report: Report): readonly Block[] {
  const { failed, run, validity } = report;
  const open = validity.filter(({ verdict }) => verdict !== 'pass').map(({ seen }) => firstClause(seen));
  const told = open.filter((text) => text.length <= longestClause).slice(0, mostClauses);
  return items([
    ...(isNotValidForTiming(run)
      ? [`The run is not valid for timing, for ${counted(run.timing.reasons.length, 'reason')}.`]
      : []),
    ...(failed.length > 0
      ? [
          `${counted(failed.length, 'trial')} failed and ${failed.length === 1 ? 'is' : 'are'} missing from the numbers.`,
        ]
      : []),
    ...lostRecords(run).map((text) => `${text}.`),
    ...calibrationTexts(report).map((text) => `${text}.`),
    ...told.map((text) => `${text}.`),
    ...(open.length > told.length
      ? [`${counted(open.length - told.length, 'check')} more did not pass.`]
      : []),
  ]);
}

/** Whether the run may be believed in one line, which opens to all its checks. */
export function makeValidityLine(report: Report): readonly Block[] {
  const { validity, run, sections } = report;
  const count = (...verdicts: readonly ValidityFact['verdict'][]) =>
    validity.filter(({ verdict }) => verdicts.includes(verdict)).length;
  const [failed, open] = [count('fail'), count('warn', 'unknown')];
  const isBad = failed > 0 || isNotValidForTiming(run);
  const checks = validity.map((fact) => ({ ...fact, where: sectionName(sections[fact.section]) }));
  const timing = run.timing.verdict === 'no timing' ? 'no times' : run.timing.verdict;
  const lost = report.failed.length === 0 ? '' : `; ${counted(report.failed.length, 'trial')} failed`;
  return [
    {
      type: 'box',
      state: isBad ? 'bad' : open > 0 ? 'open' : 'good',
      blocks: [
        {
          type: 'fold',
          summary: `Validity: ${timing}; ${counted(validity.length, 'check')}, ${failed} failed, ${open} with a warning or unknown${lost}`,
          blocks: [
            ...makeTiming(report),
            ...items([...lostTexts(report), ...calibrationTexts(report)]),
            { type: 'checks', brief: false, checks },
          ],
        },
      ],
    },
  ];
}

/** Each as a sentence; checks speak for themselves. */
function listDoubts(report: Report): readonly string[] {
  const { timing } = report.run;
  return [
    ...lostTexts(report),
    ...(isNotValidForTiming(report.run) ? [`${timing.verdict}: ${timing.reasons.join('; ')}`] : []),
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
