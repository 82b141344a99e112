import { escapeText } from '../../../results/text/escape-text.ts';
import { chooseScale, formatEnds, formatScaled } from '../../format/number.ts';
import { groupBy } from '../../group-by.ts';
import { questionKey } from '../../place.ts';
import type { ComparisonRow, Report } from '../../report.ts';
import { parameterText, targetName, threadsText } from '../text/names.ts';
import { percentText, renderVerdictCounts, verdictWords } from '../text/verdicts.ts';
import { wrap } from '../wrap.ts';
import { capLines } from './cap-lines.ts';
import type { Item } from './item.ts';

const scale = chooseScale('1', []);
const mostCountLines = 16;
const widestTarget = 18;

/** The comparisons that the run was planned to decide: how many came out how, then each with its interval and n, a table per question. */
export function makeVerdictItems(report: Report): readonly Item[] {
  const { family } = report.run;
  const rows = report.comparisons.filter((row) => row.primary && !row.control);
  if (family === null || rows.length === 0) return [];
  const part = `Times: thread time per operation over that of ${escapeText(report.run.baseline)}`.slice(
    0,
    72,
  );
  const counts = capLines(renderVerdictCounts(report).slice(1), mostCountLines);
  const interval = `[${percentText(1 - family.alpha)} simultaneous interval], Hodges-Lehmann, paired in blocks`;
  return [
    { part, forms: [[...counts, ...wrap(interval, '  ')]], kind: 'counts of verdicts' },
    ...[...groupBy(rows, questionKey).values()].map((group) => ({
      part,
      forms: [[], renderQuestion(report, group)],
      kind: 'tables of verdicts',
    })),
  ];
}

function renderQuestion(report: Report, rows: readonly ComparisonRow[]): readonly string[] {
  const [first] = rows;
  if (first === undefined) return [];
  const subject = first.subject === first.workload ? '' : escapeText(first.subject);
  const what = [
    escapeText(first.workload),
    subject,
    parameterText(first.parameters),
    threadsText(first.threads),
  ];
  const title = what.filter((text) => text !== '').join(' ');
  return [...capLines(wrap(title, '  ', '    '), 2), ...rows.map((row) => renderRow(report, row))];
}

/** One comparison in one line: target, placement, ratio, interval, n, verdict. */
function renderRow(report: Report, row: ComparisonRow): string {
  const { estimate, simultaneous } = row.effect;
  const [lower, upper] = formatEnds(
    simultaneous?.lower ?? estimate.lower,
    simultaneous?.upper ?? estimate.upper,
    scale,
  );
  const name = targetName(report, row.target);
  const target = name.length > widestTarget ? `${name.slice(0, widestTarget - 3)}...` : name;
  const interval = simultaneous === null ? `${lower}..${upper}` : `[${lower}, ${upper}]`;
  const verdict = row.verdict === null ? 'no verdict' : verdictWords[row.verdict];
  const cells = [
    target.padEnd(widestTarget),
    row.placement.padEnd(7),
    formatScaled(estimate.point, scale).padStart(6),
    interval.padEnd(16),
    `n=${estimate.n}`,
    verdict,
  ];
  return `    ${cells.join(' ')}`.slice(0, 72).trimEnd();
}
