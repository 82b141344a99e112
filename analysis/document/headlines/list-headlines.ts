import type { Report } from '../../../results/schema/report.ts';
import type { EstimateRow } from '../../../results/schema/report-rows.ts';
import { groupBy } from '../../load/group-by.ts';
import { metricNamed } from '../../metrics/table.ts';
import { isCalibration } from '../findings.ts';
import { isShown } from '../results/shown.ts';
import { listTopicRows, makeEstimateHeadline } from './estimate-headline.ts';
import type { Headline } from './headline.ts';
import { makeThreadHeadline } from './thread-headline.ts';
import { makeTimeHeadlines } from './time-headlines.ts';
import type { Topic } from './topic.ts';
import { callTopics, topicTable } from './topics.ts';

/** Everything that may be said of a run in sentences, in the order of the table of topics: of every workload something. */
export function listHeadlines(report: Report): readonly Headline[] {
  return report.sections.flatMap((_, section) => {
    // Where first touch did not decide, no place of memory is to be believed.
    if (
      report.findings.some(
        (one) => one.section === section && isCalibration(one) && one.verdict === 'invalid',
      )
    )
      return [];
    const thread = makeThreadHeadline(report, section);
    const from = (topics: readonly Topic[]) =>
      topics.flatMap((topic) => makeEstimateHeadline(report, section, topic) ?? []);
    const known = [
      ...from(topicTable),
      ...(thread === undefined ? [] : [thread]),
      ...from(callTopics),
      ...makeTimeHeadlines(report, section),
    ];
    const said = new Set(known.map(({ workload }) => workload));
    return [...known, ...from(plainTopics(report, section, said))];
  });
}

/** Topics with numbers in a section. */
export function listTopics(report: Report, section: number): readonly Topic[] {
  const known = [...topicTable, ...callTopics].filter(
    (topic) => listTopicRows(report, section, topic).length > 0,
  );
  const said = new Set([
    ...known.flatMap((topic) => listTopicRows(report, section, topic).map(({ workload }) => workload)),
    ...report.threadMaps.map(({ workload }) => workload),
    ...report.comparisons.filter(({ primary }) => primary).map(({ workload }) => workload),
  ]);
  return [...known, ...plainTopics(report, section, said)];
}

/** Of workloads that no topic is about their first metric. */
function plainTopics(report: Report, section: number, said: ReadonlySet<string>): readonly Topic[] {
  const rows = report.estimates.filter(
    (row) =>
      row.section === section &&
      !said.has(row.workload) &&
      !row.control &&
      row.estimate !== null &&
      isShown(report, row),
  );
  return [...groupBy(rows, ({ workload }) => workload).values()].flatMap((own) => {
    // A number that is 0 everywhere says least of a workload.
    const first = own.find(({ estimate }) => estimate?.upper !== 0) ?? own[0];
    return first === undefined ? [] : [plainTopic(first)];
  });
}

function plainTopic({ workload, metric, subject }: EstimateRow): Topic {
  const { title, compareAs } = metricNamed(metric);
  const what = `${title.toLowerCase()} of ${workload}${subject === '' || subject === workload ? '' : ` (${subject})`}`;
  return {
    metric,
    of: (row) => row.workload === workload && row.subject === subject,
    anywhere: true,
    apart: compareAs === 'ratio' ? 'ratio' : 'difference',
    about: what,
    say: () => what,
  };
}
