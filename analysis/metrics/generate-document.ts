import { fileURLToPath } from 'node:url';
import { runGenerator } from '../../results/schema/generated-file.ts';
import { groupBy } from '../load/group-by.ts';
import type { Metric } from './metric.ts';
import { metricTable } from './table.ts';

const head = `# Metrics

Made from the table in \`analysis/metrics\` by \`npm run schema\`; do not edit it here. Reports name a metric by its id and a
short name, \`report --json\` by its full name. How a number comes to be is described in METHODOLOGY.md.

Ids of metrics and ids of hypotheses are two lists: the metric M1 is a size, the hypothesis M1 a statement.

- **where**: *host* = real machines only; *host, several nodes* = real machines with several nodes; *several nodes* = those and
  guests with several; *any* = every machine. A time is never published from a guest.
- **order of threads**: whether a count depends on the order in which threads ran: *no*; *racing* = where they race for
  something; *yes*. From a guest such a count gives the direction only.
- **source**: the line of the benchmark program that holds it (\`native/README.md\`), and what the program reads it from.
`;

const whereWords: Readonly<Record<Metric['where'], string>> = {
  host: 'host',
  'host-nodes': 'host, several nodes',
  nodes: 'several nodes',
  any: 'any',
};

const scheduleWords: Readonly<Record<Metric['scheduleDependent'], string>> = {
  never: 'no',
  racing: 'racing',
  always: 'yes',
};

/** The table of metrics as the text of METRICS.md: a section for each id. */
export function renderMetricsDocument(table: readonly Metric[] = metricTable): string {
  const sections = [...groupBy(table, ({ id }) => id)].map(
    ([id, metrics]) => `## ${id}\n\n${metrics.map(renderMetric).join('\n')}`,
  );
  return `${[head, ...sections].join('\n')}`;
}

function renderMetric(metric: Metric): string {
  const compared =
    metric.compareAs === null ? [] : [`compared by its ${metric.compareAs} to the baseline within a block`];
  const shown = metric.inText ? [] : ['only in `report --json`'];
  const facts = [
    `unit: ${metric.unit}`,
    `where: ${whereWords[metric.where]}`,
    `order of threads: ${scheduleWords[metric.scheduleDependent]}`,
    ...compared,
    ...shown,
  ];
  return [
    `**\`${metric.name}\`** (${metric.short}): ${metric.title}`,
    '',
    `- ${metric.formula}`,
    `- ${facts.join('; ')}`,
    `- source: ${metric.source}`,
    '',
  ].join('\n');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const file = { path: 'METRICS.md', text: renderMetricsDocument(), script: 'schema' };
  process.exitCode = await runGenerator(file, process.argv);
}
