import { fileURLToPath } from 'node:url';
import { type GeneratedFile, runGenerator } from '../../results/schema/generated-file.ts';
import type { ChartColumn, ChartMaker, ChartPage } from './chart.ts';
import { chartTable } from './table.ts';

const head = `# Charts

Made from the table in \`analysis/charts\` by \`npm run schema\`; do not edit it here.

## How to read a report

\`report.html\` begins with what the run could decide and what needs hardware, then its verdicts and requirements, then whether it may be believed:
read no chart before the box *Validity*. A run that is *not valid for timing* proves no difference of times, whatever a chart looks like.

- A title says what was found, from the numbers; a question as title means that nothing can be said.
- Numbers of several targets in a title are of the one question that it names, mostly that in which targets differ most: the others differ less.
- A mark is a median over blocks, in a forest plot a Hodges-Lehmann estimate; the line or band around it is its interval, or with fewer than six
  blocks the lowest and the highest value. n counts blocks. Where no line can be seen, all blocks gave the same number or the interval is
  smaller than the mark.
- Colour, shape and dash of a target are the same in every chart. \`(A/A)\` is the baseline once more: how far it lies from the baseline is noise.
- The tooltip of a mark is its row in the table below the chart; the CSV has the same rows with all digits that count.
- Targets can be put away above the charts, or picked in a legend. Another baseline changes the forest plot, without verdicts: what the plan
  fixed to decide is against its own.
- What comes from a virtual machine is a count and no time; where it depends on the order in which threads ran, it is a sign and not a size.
- A chart that is left out says why.
`;

/** The text of CHARTS.md: how to read a report, and a line with a link for each chart. */
export function renderChartsDocument(table: readonly ChartMaker[] = chartTable): string {
  const rows = table.map(({ id, question }) => `| [${id}](docs/charts/${id}.md) | ${question} |`);
  return [head, '## A page for each chart', '', '| chart | question |', '|---|---|', ...rows, ''].join('\n');
}

/** The page of a chart, `docs/charts/<id>.md`. */
export function renderChartPage({ id, question, reading, columns, page }: ChartMaker): string {
  return [
    `# ${question}`,
    '',
    `\`${id}\`, made from \`analysis/charts/${id}.ts\` by \`npm run schema\`; do not edit it here. [All charts, and how to read a report](../../CHARTS.md).`,
    '',
    ...renderPicture(id, page),
    '## What a mark is',
    '',
    page.mark,
    '',
    '## How to read it',
    '',
    reading,
    '',
    '## What it does not show',
    '',
    ...page.notShown.map((sentence) => `- ${sentence}`),
    '',
    ...renderCommand(page),
    ...renderColumns(columns),
  ].join('\n');
}

function renderPicture(id: string, { picture }: ChartPage): readonly string[] {
  if (picture === null) return ['No published run has data for it.', ''];
  return [
    `![the chart, drawn from a real run](${id}.svg)`,
    '',
    `Drawn by \`scripts/make-pictures.sh\` from [\`results/published/${picture}\`](../../results/published/${picture}/report.txt).`,
    '',
  ];
}

function renderCommand({ command }: ChartPage): readonly string[] {
  if (command === null) return [];
  return ['## A run with data for it', '', '```sh', command, 'numa-lab report --charts charts', '```', ''];
}

/** What a cell of the table in report.html or of its CSV holds. */
function renderColumns(columns: readonly ChartColumn[]): readonly string[] {
  if (columns.length === 0) return [];
  const rows = columns.map(
    ({ title, unit, raw }) => `| ${title} | ${unit} | ${raw === true ? 'CSV' : 'table, tooltip, CSV'} |`,
  );
  return [
    '## Columns of its data',
    '',
    'A row is a mark. `report.html` has the table below the chart and its CSV to download.',
    '',
    '| column | unit | where |',
    '|---|---|---|',
    ...rows,
    '',
  ];
}

/** Every document that is made from the table. */
export function listChartDocuments(table: readonly ChartMaker[] = chartTable): readonly GeneratedFile[] {
  return [
    { path: 'CHARTS.md', text: renderChartsDocument(table), script: 'schema' },
    ...table.map((maker) => ({
      path: `docs/charts/${maker.id}.md`,
      text: renderChartPage(maker),
      script: 'schema',
    })),
  ];
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const file of listChartDocuments()) {
    const code = await runGenerator(file, process.argv);
    if (code !== 0) process.exitCode = code;
  }
}
