import type { Arm } from '../../../results/schema/plan.ts';
import type { TrialRecord } from '../../../results/schema/trial.ts';
import { csvField } from '../../../results/text/csv-field.ts';
import { sortedNameValues } from '../../../results/text/name-values.ts';
import type { rowKeyOf } from '../../estimate/row-key.ts';
import type { Metric, Reading } from '../../metrics/metric.ts';

export interface CsvRow {
  readonly trial: TrialRecord;
  readonly arm: Arm;
  readonly place: ReturnType<typeof rowKeyOf>;
  /** Null for a trial that did not complete. */
  readonly metric: Metric | null;
  readonly reading: Reading;
}

interface Column {
  readonly name: string;
  /** What it holds, for the documentation. */
  readonly help: string;
  readonly of: (row: CsvRow, run: string) => string | number | boolean;
}

/** Columns in their order. New ones go to the end, so that scripts which count columns keep working. */
export const csvColumns: readonly Column[] = [
  { name: 'run', help: 'id of the run', of: (_, run) => run },
  { name: 'section', help: 'part of the plan, from 0', of: ({ place }) => place.section },
  { name: 'machine', help: '`virtual` (counts, never times) or `host`', of: ({ place }) => place.machine },
  { name: 'trial', help: 'number of the trial in the plan', of: ({ trial }) => trial.trial },
  { name: 'block', help: 'block, the unit of pairing; 0 is the calibration', of: ({ trial }) => trial.block },
  {
    name: 'seed',
    help: 'seed of the trial, a decimal of up to 64 bits: read it as text',
    of: ({ trial }) => trial.seed,
  },
  { name: 'arm', help: 'id of the arm in plan.json', of: ({ arm }) => arm.id },
  { name: 'workload', help: 'workload', of: ({ arm }) => arm.workload },
  { name: 'parameters', help: '`name=value` by name, with `;` between', of: ({ arm }) => parametersOf(arm) },
  { name: 'placement', help: 'local, remote, spread, interleave or split', of: ({ arm }) => arm.placement },
  {
    name: 'nodes',
    help: 'nodes of threads and of bound memory, with spaces between',
    of: ({ place }) => place.nodes.join(' '),
  },
  { name: 'threads', help: 'threads of all processes', of: ({ place }) => place.threads },
  { name: 'mode', help: 'count, throughput or latency', of: ({ arm }) => arm.mode },
  { name: 'target', help: 'target, of a control its blind label', of: ({ arm }) => arm.target },
  { name: 'control', help: 'true for the A/A control: the baseline once more', of: ({ arm }) => arm.control },
  { name: 'state', help: 'completed, failed or skipped', of: ({ trial }) => trial.state },
  { name: 'metric_id', help: 'id of the metric in METRICS.md', of: ({ metric }) => metric?.id ?? '' },
  { name: 'metric', help: 'its name', of: ({ metric }) => metric?.name ?? '' },
  {
    name: 'subject',
    help: 'what it was taken of, where it has several',
    of: ({ reading }) => reading.subject,
  },
  { name: 'unit', help: '`s`, `1/s`, `B`, `1`, `1/op` or `op`', of: ({ metric }) => metric?.unit ?? '' },
  {
    name: 'value',
    help: 'the value; empty where there is none',
    of: ({ reading }) => ('value' in reading ? reading.value : ''),
  },
  {
    name: 'schedule_dependent',
    help: 'true where the order of threads decides it: in a guest the direction only',
    of: isScheduleDependent,
  },
  {
    name: 'reason',
    help: 'why there is no value, or what became of the trial',
    of: ({ reading }) => ('value' in reading ? '' : reading.unavailable),
  },
];

/** One line with its CRLF. Shortest digits that read back to the same number. */
export function renderCsvRow(run: string, row: CsvRow): string {
  return `${csvColumns.map(({ of }) => csvField(String(of(row, run)))).join(',')}\r\n`;
}

function parametersOf({ parameters }: Arm): string {
  return sortedNameValues(parameters).join(';');
}

function isScheduleDependent({ metric, arm }: CsvRow): boolean {
  return (
    metric?.scheduleDependent === 'always' ||
    (metric?.scheduleDependent === 'racing' && arm.scheduleDependent)
  );
}
