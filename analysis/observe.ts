import type { Arm } from '../results/schema/plan.ts';
import type { CompletedTrial } from '../results/schema/trial.ts';
import { isPublishedIn, type Metric, type Reading } from './metrics/metric.ts';
import { metricTable } from './metrics/table.ts';
import { completedByArm, type RunSection } from './run.ts';

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
  const all = observeAll(section, metrics);
  return keepSilent(all, findSpoken(all));
}

/** The same with the subjects that should keep silent: of a part of a section, whose other trials may have something to say. */
export function observeAll(section: RunSection, metrics: readonly Metric[]): readonly Observations[] {
  const observer = makeObserver(section, metrics);
  // One arm at a time: the values of one arm stay in the processor's cache while they grow.
  for (const { trials } of completedByArm(section)) for (const trial of trials) observer.add(trial);
  return observer.finish();
}

/** Takes completed trials of a section, each once and in any order. */
export interface Observer {
  add(trial: CompletedTrial): void;
  /** In the order of arms in the plan, then of metrics. */
  finish(): readonly Observations[];
}

export function makeObserver(
  { section, arms }: Pick<RunSection, 'section' | 'arms'>,
  metrics: readonly Metric[],
): Observer {
  const published = metrics.filter((metric) => isPublishedIn(metric, section));
  const ofArms = new Map<string, readonly OfMetric[]>();
  return {
    add: (trial) => {
      const arm = arms.get(trial.arm);
      if (arm === undefined) throw new Error(`trial ${trial.trial} has no arm`);
      const ofMetrics = ofArms.get(trial.arm) ?? published.map((metric) => ({ metric, subjects: new Map() }));
      ofArms.set(trial.arm, ofMetrics);
      // All metrics of a trial before the next one: what several of them derive of it is derived once.
      for (const { metric, subjects } of ofMetrics)
        for (const reading of readMetric(metric, trial, arm)) collect(subjects, metric, trial, reading);
    },
    finish: () =>
      [...arms.keys()].flatMap((arm) =>
        (ofArms.get(arm) ?? []).flatMap(({ subjects }) => bySubject(subjects)),
      ),
  };
}

/** Keys of subjects of metrics that keep silent of zeros, and that were not 0 wherever they were counted. */
export function findSpoken(all: readonly Observations[]): ReadonlySet<string> {
  const isZero = ({ values, missing }: Observations) =>
    missing === null && [...values.values()].every((value) => value === 0);
  return new Set(
    all.filter((one) => one.metric.zeroIsSilent === true && !isZero(one)).map((one) => subjectKey(one)),
  );
}

/** What has a value that says something, by the keys of all parts of the section. */
export function keepSilent(
  all: readonly Observations[],
  spoken: ReadonlySet<string>,
): readonly Observations[] {
  return all.filter((one) => one.metric.zeroIsSilent !== true || spoken.has(subjectKey(one)));
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
