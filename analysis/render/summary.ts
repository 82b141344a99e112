import { escapeText } from '../../results/text/escape-text.ts';
import type { Report } from '../report.ts';
import { finishText } from './finish.ts';
import { renderCalibration } from './text/calibration.ts';
import { renderVerdicts } from './text/findings.ts';
import { renderQuestion } from './text/heading.ts';
import { renderInShort } from './text/in-short.ts';
import { sectionName } from './text/names.ts';
import { renderTrials } from './text/trials.ts';
import { renderTiming, renderVerdictCounts } from './text/verdicts.ts';
import { wrap } from './wrap.ts';

/** Report → what `run` prints when it ends: the first numbers, and whatever speaks against them. 72 columns, as the report. */
export function renderSummary(report: Report): string {
  return finishText([
    ...renderQuestion(report),
    ...renderVerdicts(report),
    ...renderInShort(report),
    ...renderVerdictCounts(report),
    '',
    ...renderCalibration(report),
    '',
    ...report.sections.flatMap(renderCounts),
    ...renderTrials(report),
    ...renderBelief(report),
    ...renderControls(report),
    ...renderDoubts(report),
  ]);
}

function renderCounts(section: Report['sections'][number]): readonly string[] {
  const { completed, planned, failed, skipped, blocks } = section;
  return wrap(
    `${sectionName(section)}: ${completed} of ${planned} trials completed, ${failed} failed, ${skipped} skipped; ${blocks} ${blocks === 1 ? 'block' : 'blocks'}`,
  );
}

function renderBelief(report: Report): readonly string[] {
  const lines = renderTiming(report);
  return lines.length === 0 ? [] : ['', ...lines];
}

/** What the control came to, whether it passed or not. */
function renderControls(report: Report): readonly string[] {
  const controls = report.validity.filter((fact) => fact.id === 'control-arm');
  if (controls.length === 0) return [];
  return [
    '',
    'A/A control: the baseline against itself',
    ...controls.flatMap((fact) => {
      const section = report.sections[fact.section];
      const name = section === undefined ? '' : `${sectionName(section)}: `;
      return wrap(escapeText(`${name}${fact.seen}`), '  ', '    ');
    }),
  ];
}

/** Validity facts that did not pass; each is in full in the report. */
function renderDoubts(report: Report): readonly string[] {
  const doubts = report.validity.filter((fact) => fact.verdict !== 'pass');
  if (doubts.length === 0) return ['', 'Validity: every check passed.'];
  return [
    '',
    'Validity: what did not pass',
    ...doubts.flatMap((fact) =>
      wrap(escapeText(`${fact.id}: ${fact.seen}`), `  ${fact.verdict.padEnd(8)}`, ' '.repeat(10)),
    ),
  ];
}
