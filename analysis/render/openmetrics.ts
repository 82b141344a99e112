import type { MetricName } from '../../results/schema/metric-name.ts';
import type { Finding, Report, Verdict } from '../../results/schema/report.ts';
import type { EstimateRow } from '../../results/schema/report-rows.ts';
import { nameValues } from '../../results/text/name-values.ts';
import { groupBy } from '../load/group-by.ts';
import { metricNamed } from '../metrics/table.ts';
import { renderFamily, type Sample } from './openmetrics/family.ts';

const prefix = 'numa_lab_';

/**
 * Report → an OpenMetrics text exposition (version 1.0, UTF-8, ends in `# EOF`): a gauge per metric with three samples for each estimate,
 * `stat` point, lower and upper, whose labels hold n and what the interval is; the verdicts as state sets; the run as an info.
 */
export function renderOpenMetrics(report: Report): string {
  const estimates = [...groupBy(report.estimates, ({ metric }) => metric)];
  return [
    ...renderRun(report),
    ...estimates.flatMap(([name, rows]) => renderMetric(report, name, rows)),
    ...renderFindings(report),
    '# EOF\n',
  ].join('');
}

function renderRun({ run, environment: { lab } }: Report): readonly string[] {
  const labels = {
    ...{ run: run.id, seed: run.seed, baseline: run.baseline, version: lab.version },
    commit: 'value' in lab.commit ? lab.commit.value : '',
    ...{ dirty: String(lab.dirty), timing: run.timing.verdict },
  };
  const name = `${prefix}run`;
  return renderFamily({ name, type: 'info', help: 'the run that these numbers are from' }, [
    { suffix: '_info', labels, value: 1 },
  ]);
}

function renderMetric({ run }: Report, name: MetricName, rows: readonly EstimateRow[]): readonly string[] {
  const samples = rows.flatMap((row) => makeSamples(run.id, row));
  if (samples.length === 0) return [];
  const help = `${metricNamed(name).formula}; median over blocks, with lower and upper end of its interval`;
  return renderFamily({ name: `${prefix}${name}`, type: 'gauge', help }, samples);
}

function makeSamples(run: string, row: EstimateRow): readonly Sample[] {
  const { estimate } = row;
  if (estimate === null) return [];
  const labels = {
    ...{ run, section: String(row.section), machine: row.machine, arm: row.arm, workload: row.workload },
    parameters: nameValues(row.parameters).join(';'),
    ...{ placement: row.placement, mode: row.mode, target: row.target, control: String(row.control) },
    ...{ subject: row.subject, schedule_dependent: String(row.scheduleDependent) },
    ...{ n: String(estimate.n), interval: estimate.intervalKind },
    coverage: estimate.coverage === null ? '' : String(estimate.coverage),
  };
  const { point, lower, upper } = estimate;
  return Object.entries({ point, lower, upper }).map(
    ([stat, value]): Sample => ({
      suffix: '',
      value,
      labels: { ...labels, stat },
    }),
  );
}

const verdicts = [
  'supported',
  'refuted',
  'unsettled',
  'invalid',
  'not-run',
  'needs-hardware',
] as const satisfies readonly Verdict[];

function renderFindings({ run, findings }: Report): readonly string[] {
  if (findings.length === 0) return [];
  const name = `${prefix}finding`;
  const samples = findings.flatMap(({ id, section, verdict }: Finding) =>
    verdicts.map(
      (state): Sample => ({
        suffix: '',
        value: Number(state === verdict),
        labels: { run: run.id, section: String(section), id, [name]: state },
      }),
    ),
  );
  return renderFamily({ name, type: 'stateset', help: 'verdict of a hypothesis' }, samples);
}
