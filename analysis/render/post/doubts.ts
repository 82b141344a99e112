import { counted } from '../../../results/text/counted.ts';
import { escapeText } from '../../../results/text/escape-text.ts';
import type { Report } from '../../report.ts';
import { wrap } from '../wrap.ts';
import { capLines } from './cap-lines.ts';

const mostDoubts = 5;
const linesOfDoubt = 2;

/** What speaks against the numbers: lost trials, checks that did not pass, times that may not be believed. Nothing where nothing does. */
export function renderDoubts(report: Report): readonly string[] {
  const doubts = listDoubts(report);
  if (doubts.length === 0) return [];
  const more = doubts.length - mostDoubts;
  return [
    '',
    'What speaks against it',
    ...doubts
      .slice(0, mostDoubts)
      .flatMap((text) => capLines(wrap(escapeText(text), '  ', '    '), linesOfDoubt)),
    ...(more > 0 ? [`  and ${more} more, in the whole report`] : []),
  ];
}

/** Each as an unescaped sentence. */
export function listDoubts(report: Report): readonly string[] {
  return [...runDoubts(report), ...validityDoubts(report)];
}

function runDoubts({ run, failed }: Report): readonly string[] {
  const [first] = failed;
  return [
    ...(run.unrecorded > 0
      ? [`${counted(run.unrecorded, 'planned trial')} without a record: the run was stopped`]
      : []),
    ...(first === undefined
      ? []
      : [
          `${counted(failed.length, 'trial')} failed; the first, ${first.workload} ${first.target}: ${first.reason}, ${first.detail}`,
        ]),
    ...(run.truncatedTail ? ['the last record was cut off and is not counted'] : []),
    ...(run.replacedRecords > 0
      ? [`${counted(run.replacedRecords, 'trial')} ran again; the last record counts`]
      : []),
    ...(run.timing.verdict === 'not valid for timing'
      ? [`not valid for timing: ${run.timing.reasons.join('; ')}`]
      : []),
  ];
}

function validityDoubts({ validity, findings }: Report): readonly string[] {
  const uncalibrated = findings.some(({ id, verdict }) => id === 'C1' && verdict !== 'supported');
  return [
    ...(uncalibrated ? ['first touch was not shown to decide where pages lie: placements are unproven'] : []),
    ...validity
      .filter(({ verdict }) => verdict !== 'pass')
      .map(({ id, verdict, seen }) => `${id} ${verdict}: ${seen}`),
  ];
}
