import type { Arm } from '../../results/schema/plan.ts';
import type { CompletedTrial } from '../../results/schema/trial.ts';
import { groupBy } from '../load/group-by.ts';
import { completedByArm, type RunSection } from '../load/run.ts';
import { isPublishedIn, type Metric, type Reading } from '../metrics/metric.ts';
import { metricTable } from '../metrics/table.ts';

/** What one metric of one subject was in the trials of one arm. */
export interface Observations {
  readonly arm: string;
  readonly metric: Metric;
  readonly subject: string;
  /** Values by block; a block is one seed, so that there is one value of an arm in each. */
  readonly values: ReadonlyMap<number, number>;
  readonly missing: { readonly trials: number; readonly reason: string } | null;
  /** Where in its trial each value was found, every place once; empty where that is no question. */
  readonly at: readonly string[];
}

interface Collecting {
  readonly arm: string;
  readonly metric: Metric;
  readonly subject: string;
  readonly values: Map<number, number>;
  missing: { readonly trials: number; readonly reason: string } | null;
  readonly at: string[];
}

/** Applies every metric to every completed trial of a section, in the order of arms in the plan, then of metrics. */
export function observe(section: RunSection): readonly Observations[] {
  return observeMetrics(section, metricTable);
}

/** The same with some of the metrics. */
export function observeMetrics(section: RunSection, metrics: readonly Metric[]): readonly Observations[] {
  const published = metrics.filter((metric) => isPublishedIn(metric, section.section));
  const all = completedByArm(section).flatMap(({ arm, trials }) => observeArm(arm, trials, published));
  const silent = findSilent(all);
  return all.filter((one) => one.metric.zeroIsSilent !== true || !silent.has(subjectKey(one)));
}

/**
 * One arm at a time, and all metrics of a trial before the next one: the values of one arm stay in the processor's cache while they grow,
 * and what several metrics derive of a trial is derived once.
 */
function observeArm(
  arm: Arm,
  trials: readonly CompletedTrial[],
  metrics: readonly Metric[],
): readonly Collecting[] {
  const ofMetrics = metrics.map((metric): OfMetric => ({ metric, subjects: new Map() }));
  for (const trial of trials)
    for (const { metric, subjects } of ofMetrics)
      for (const reading of readMetric(metric, trial, arm)) collect(subjects, metric, trial, reading);
  return ofMetrics.flatMap(({ subjects }) => bySubject(subjects));
}

/** Keys of the subjects of metrics that keep silent of zeros, and that were 0 wherever they were counted. */
function findSilent(all: readonly Observations[]): ReadonlySet<string> {
  const silenceable = all.filter(({ metric }) => metric.zeroIsSilent === true);
  const bySubject = groupBy(silenceable, subjectKey);
  const isZero = ({ values, missing }: Observations) =>
    missing === null && [...values.values()].every((value) => value === 0);
  return new Set([...bySubject].filter(([, group]) => group.every(isZero)).map(([key]) => key));
}

function subjectKey({ metric, subject }: Observations): string {
  return JSON.stringify([metric.name, subject]);
}

/** What one metric of one arm was, by subject. A key of arm, metric and subject would be made once per reading. */
type Subjects = Map<string, Collecting>;

interface OfMetric {
  readonly metric: Metric;
  readonly subjects: Subjects;
}

function bySubject(subjects: Subjects): readonly Collecting[] {
  return [...subjects.values()].sort((a, b) => (a.subject < b.subject ? -1 : Number(a.subject > b.subject)));
}

/** Readings of one metric in one trial. Times are read from real machines alone. */
export function readMetric(metric: Metric, trial: CompletedTrial, arm: Arm): readonly Reading[] {
  if (metric.kind === 'count') return metric.read(trial, arm);
  return trial.machine === 'host' ? metric.read(trial, arm) : [];
}

function collect(subjects: Subjects, metric: Metric, trial: CompletedTrial, reading: Reading): void {
  const into = subjects.get(reading.subject) ?? startCollecting(subjects, metric, trial, reading);
  if (reading.at !== undefined && !into.at.includes(reading.at)) into.at.push(reading.at);
  if ('value' in reading) into.values.set(trial.block, reading.value);
  else into.missing = { trials: (into.missing?.trials ?? 0) + 1, reason: reading.unavailable };
}

function startCollecting(
  subjects: Subjects,
  metric: Metric,
  { arm }: CompletedTrial,
  { subject }: Reading,
): Collecting {
  const started: Collecting = { arm, metric, subject, values: new Map(), missing: null, at: [] };
  subjects.set(subject, started);
  return started;
}
