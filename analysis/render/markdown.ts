import type { Estimate } from '../estimate.ts';
import { chooseScale, formatEnds, formatScaled, type Scale } from '../format/number.ts';
import { metricNamed } from '../metrics/table.ts';
import type { ComparisonRow, EstimateRow, Report } from '../report.ts';
import { escapeMarkdown, renderMarkdownTable } from './markdown/table.ts';
import { listDoubts } from './post/doubts.ts';
import { listLimits } from './post/limits.ts';
import { describeMethod } from './post/method.ts';
import { type FileSum, renderReproduction } from './post/reproduce.ts';
import { judged } from './text/findings.ts';
import { question } from './text/heading.ts';
import { isShown } from './text/shown.ts';
import { percentText } from './text/verdicts.ts';

/** Report → Markdown for a web page or an issue: the parts of the post, with whole tables. */
export function renderMarkdown(report: Report, sums: readonly FileSum[]): string {
  const lines = [
    `# ${escapeMarkdown(question(report))}`,
    '',
    ...describeMethod(report).map(([label, text]) => `- **${label}:** ${escapeMarkdown(text)}`),
    ...renderTargets(report),
    ...renderFindings(report),
    ...renderVerdicts(report),
    ...renderEstimates(report),
    ...renderList('What speaks against it', listDoubts(report)),
    ...renderList('What this does not show', listLimits(report)),
    ...['', '## Reproduce', '', '```'],
    // Fences of the text itself would end the block early.
    ...renderReproduction(report, sums)
      .slice(1)
      .map((line) => line.replaceAll('`', "'")),
    '```',
  ];
  return `${lines.join('\n')}\n`;
}

function renderTargets({ run, environment: { targets } }: Report): readonly string[] {
  const rows = Object.entries(targets)
    .filter(([name]) => !run.controlLabels.includes(name))
    .map(
      ([
        name,
        {
          proof: { libc, allocator },
        },
      ]) => [name, `${libc.name} ${libc.version}`, libc.link, `${allocator.name} ${allocator.version}`],
    );
  return ['', '## Compared', '', ...renderMarkdownTable(['target', 'libc', 'linked', 'allocator'], rows)];
}

function renderFindings(report: Report): readonly string[] {
  const findings = judged(report);
  if (findings.length === 0) return [];
  const verdicts = findings.map(({ id, verdict, machine, statement, because }) => [
    id,
    verdict,
    machine,
    statement,
    because,
  ]);
  const numbers = findings.flatMap(({ id, evidence }) =>
    evidence.map(({ label, unit, predicted, measured }) => {
      const text = (value: number) => String(Number(value.toPrecision(4)));
      const ends = `${text(measured.lower)} to ${text(measured.upper)} (${intervalName(measured)})`;
      return [
        id,
        label,
        predicted === null ? '' : text(predicted),
        text(measured.point),
        ends,
        String(measured.n),
        unit,
      ];
    }),
  );
  const heads = ['id', 'quantity', 'predicted', 'measured', 'interval', 'n', 'unit'];
  return [
    ...['', '## Findings', ''],
    ...renderMarkdownTable(['id', 'verdict', 'machine', 'statement', 'because'], verdicts),
    ...(numbers.length === 0 ? [] : ['', ...renderMarkdownTable(heads, numbers)]),
  ];
}

function renderVerdicts({ run: { family, baseline }, comparisons }: Report): readonly string[] {
  const rows = comparisons.filter((row) => row.primary && !row.control);
  if (family === null || rows.length === 0) return [];
  const title = `Thread time per operation over that of ${escapeMarkdown(baseline)}; margin ${percentText(family.margin)}, simultaneous ${percentText(1 - family.alpha)} intervals where n allows them`;
  const heads = ['workload', 'parameters', 'placement', 'target', 'ratio', 'interval', 'n', 'verdict'];
  return [
    '',
    '## Verdicts on times',
    '',
    title,
    '',
    ...renderMarkdownTable(heads, rows.map(renderComparison)),
  ];
}

function renderComparison(row: ComparisonRow): readonly string[] {
  const { estimate, simultaneous } = row.effect;
  const shown = simultaneous ?? estimate;
  const ends = formatEnds(shown.lower, shown.upper, chooseScale('1', [])).join(' to ');
  const kind = simultaneous === null ? ` (${intervalName(estimate)})` : '';
  const point = formatScaled(estimate.point, chooseScale('1', []));
  const verdict = row.verdict ?? 'none';
  return [
    row.workload,
    parametersOf(row),
    row.placement,
    row.target,
    point,
    `${ends}${kind}`,
    String(estimate.n),
    verdict,
  ];
}

/** The first metric of every question in every arm: the JSON report and the CSV have all of them. */
function renderEstimates(report: Report): readonly string[] {
  const shown = report.estimates.filter(
    (row) => isShown(report, row) && !row.control && row.estimate !== null,
  );
  const firsts = new Map<string, EstimateRow>();
  for (const row of shown) {
    const key = `${row.section} ${row.arm}`;
    if (!firsts.has(key)) firsts.set(key, row);
  }
  if (firsts.size === 0) return [];
  const heads = [
    'machine',
    'workload',
    'parameters',
    'placement',
    'target',
    'metric',
    'median',
    'interval',
    'n',
    'unit',
  ];
  return ['', '## Numbers', '', ...renderMarkdownTable(heads, [...firsts.values()].flatMap(renderEstimate))];
}

function renderEstimate(row: EstimateRow): readonly (readonly string[])[] {
  const { estimate } = row;
  if (estimate === null) return [];
  const scale: Scale = chooseScale(row.unit, [estimate.point]);
  const ends = formatEnds(estimate.lower, estimate.upper, scale).join(' to ');
  const star = row.scheduleDependent && row.machine === 'virtual' ? ' (a sign, not a magnitude)' : '';
  const subject = row.subject === '' ? '' : `, ${row.subject}`;
  return [
    [
      ...[row.machine, row.workload, parametersOf(row), row.placement, row.target],
      `${row.metricId} ${metricNamed(row.metric).title}${subject}${star}`,
      formatScaled(estimate.point, scale),
      `${ends} (${intervalName(estimate)})`,
      ...[String(estimate.n), scale.label],
    ],
  ];
}

function intervalName({ intervalKind, coverage }: Estimate): string {
  if (intervalKind === 'confidence') return `${percentText(coverage ?? 0.95)} interval`;
  if (intervalKind === 'bootstrap') return '95 % bootstrap, all blocks together';
  return intervalKind === 'exact' ? 'the same in all' : 'range';
}

function parametersOf({ parameters }: { readonly parameters: Readonly<Record<string, string>> }): string {
  return Object.entries(parameters)
    .map(([name, value]) => `${name}=${value}`)
    .join(' ');
}

function renderList(title: string, items: readonly string[]): readonly string[] {
  return items.length === 0
    ? []
    : ['', `## ${title}`, '', ...items.map((item) => `- ${escapeMarkdown(item)}`)];
}
