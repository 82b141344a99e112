import type { Report } from '../../../results/schema/report.ts';
import type { ComparisonRow } from '../../../results/schema/report-rows.ts';
import { counted } from '../../../results/text/counted.ts';
import { askedKey } from '../../format/name-cells.ts';
import { targetName } from '../../format/target-name.ts';
import { percentText, shownEstimate, verdictWords } from '../../format/verdict.ts';
import { groupBy } from '../../load/group-by.ts';
import { aroundText, evidenceText, type Headline, joinNames } from './headline.ts';
import { sizedBlocksOf } from './topic.ts';

/** What one operation is, for those who do not know the workload. */
const operations: Readonly<Record<string, string>> = {
  churn: 'freeing a block and allocating one in its place',
  'remote-free': 'passing a block to a thread that frees it',
  mutex: 'locking and unlocking a mutex that all threads share',
};

/** Ratios of times that the run was planned to decide, a headline for each workload and number of threads; verdicts where the run is valid for timing. */
export function makeTimeHeadlines(report: Report, section: number): readonly Headline[] {
  const rows = report.comparisons.filter((row) => row.section === section && row.primary && !row.control);
  return [
    ...groupBy(rows, ({ workload, threads, placement }) => `${workload} ${threads} ${placement}`).values(),
  ].flatMap((own) => {
    const [first] = own;
    return first === undefined ? [] : [makeHeadline(report, first, own)];
  });
}

function makeHeadline(report: Report, first: ComparisonRow, rows: readonly ComparisonRow[]): Headline {
  const cells = [...groupBy(rows, (row) => askedKey(row)).values()];
  const what = `${operations[first.workload] ?? first.workload}, ${counted(first.threads, 'thread')}`;
  const values = cells.map((cell) => cellText(report, cell)).join('; ');
  const differs = rows.some((row) => isBeyondMargin(row));
  const equal = differs ? '' : `; within ${percentText(first.margin ?? 0)} of 1`;
  return {
    ...{ section: first.section, workload: first.workload, differs: differs ? 'targets' : 'nothing' },
    about: `thread time of ${what}`,
    estimates: rows.map(({ effect }) => effect.estimate),
    lead: `Thread time over that of ${targetName(report, first.baseline)}, ${what}${placeText(report, first)}: ${values}${equal}.`,
    rest: '',
    alike: `thread time over that of ${targetName(report, first.baseline)}, ${what}: ${values}`,
    question: 'does anybody see other ratios on a machine of their own?',
  };
}

function placeText({ sections }: Report, { section, placement }: ComparisonRow): string {
  return sections[section]?.purpose === 'one-node' ? '' : `, placement ${placement}`;
}

/** `64-byte blocks: glibc 0.341 [0.338, 0.346] (faster), n=30`, with what the baseline takes. */
function cellText(report: Report, cell: readonly ComparisonRow[]): string {
  const [first] = cell;
  if (first === undefined) return '';
  const blocks = first.parameters.sizes === undefined ? '' : `${sizedBlocksOf(first)}: `;
  const texts = groupBy(cell, (row) => `${aroundText(shownEstimate(row), '1')}${verdictText(row)}`);
  const ns = [...new Set(cell.map(({ effect }) => effect.estimate.n))];
  const values = [...texts].map(
    ([text, own]) => `${joinNames(own.map(({ target }) => targetName(report, target)))} ${text}`,
  );
  return `${blocks}${values.join(', ')}, n=${ns.join(' or ')}${baselineText(report, first)}`;
}

function verdictText({ verdict }: ComparisonRow): string {
  return verdict === null ? '' : ` (${verdictWords[verdict]})`;
}

function baselineText(report: Report, row: ComparisonRow): string {
  const own = report.estimates.find(
    (one) =>
      one.target === row.baseline &&
      one.metric === row.metric &&
      !one.control &&
      one.estimate !== null &&
      askedKey(one) === askedKey(row),
  );
  const estimate = own?.estimate ?? null;
  return own === undefined || estimate === null
    ? ''
    : ` (${targetName(report, row.baseline)} ${evidenceText(estimate, own.unit)})`;
}

function isBeyondMargin(row: ComparisonRow): boolean {
  const { lower, upper } = shownEstimate(row);
  const margin = row.margin ?? 0;
  return lower > 1 + margin || upper < 1 / (1 + margin);
}
