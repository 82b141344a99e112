import { fileURLToPath } from 'node:url';
import { runGenerator } from '../../results/schema/generated-file.ts';
import type { ChartMaker } from './chart.ts';
import { chartTable } from './table.ts';

const head = `# Charts

Made from the table in \`analysis/charts\` by \`npm run schema\`; do not edit it here.

## How to read a report

\`report.html\` begins with what the run could decide and what needs hardware, then its verdicts and requirements, then whether it may be believed:
read no chart before the box *Validity*. A run that is *not valid for timing* proves no difference of times, whatever a chart looks like.

- A title says what was found, from the numbers; a question as title means that nothing can be said.
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

/** The table of charts as the text of CHARTS.md: a section for each. */
export function renderChartsDocument(table: readonly ChartMaker[] = chartTable): string {
  return [
    head,
    ...table.map(({ id, question, reading }) => `## ${question}\n\n\`${id}\`: ${reading}\n`),
  ].join('\n');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const file = { path: 'CHARTS.md', text: renderChartsDocument(), script: 'schema' };
  process.exitCode = await runGenerator(file, process.argv);
}
