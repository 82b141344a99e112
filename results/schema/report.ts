import { z } from 'zod';
import { type Environment, environment } from './environment.ts';
import { estimate } from './estimate.ts';
import { metricName } from './metric-name.ts';
import { freshGuest, kernelSettings, plan, virtualShape } from './plan.ts';
import { count, machineKind, nodeId, schemaVersion } from './primitives.ts';
import {
  blowUpRow,
  comparisonRow,
  estimateRow,
  lockHandoffMapRow,
  memorySeriesRow,
  threadMapRow,
  varianceRow,
} from './report-rows.ts';
import { failureReason } from './trial.ts';
import type { Value } from './value.ts';
import { placementName } from './workload.ts';

/** report.json: everything that a reader of a run needs, a pure function of its other files. */

/** Whether the times of a run may be believed, and what speaks against it. `no timing`: the run holds no times of workloads. */
export const timingValidity = z.strictObject({
  verdict: z.enum(['valid for timing', 'not valid for timing', 'no timing']),
  reasons: z.array(z.string()),
});

/** What a rule says of the data of one section of a run. */
export const findingVerdict = z.enum([
  'supported',
  'refuted',
  'unsettled',
  'invalid',
  'not-run',
  'needs-hardware',
]);

/** A number that decided, beside what the hypothesis predicts for it. */
export const evidence = z.strictObject({
  /** Which arm or part of it, in words: `64 B, 2 nodes, burst 1`. */
  label: z.string(),
  unit: z.string(),
  /** Null where the hypothesis predicts a relation and no number. */
  predicted: z.number().nullable(),
  /** Over blocks; never without its n. */
  measured: estimate,
});

/** What a form that a hypothesis had before says of the same data. */
export const earlierFinding = z.strictObject({
  statement: z.string(),
  /** When it was replaced, why, and what had been seen by then. */
  replaced: z.string(),
  verdict: findingVerdict,
  because: z.string(),
});

/** What the data of a section say of a hypothesis. C1, the calibration, is judged in every run, others where the plan names them. */
export const finding = z.strictObject({
  id: z.string(),
  statement: z.string(),
  section: count,
  machine: machineKind,
  verdict: findingVerdict,
  because: z.string(),
  evidence: z.array(evidence),
  /** The first form first; absent where the hypothesis never had another. */
  earlierRules: z.array(earlierFinding).optional(),
});

/** One of the things a requirement rests on. `open`: nothing has decided it. */
export const requirementCriterion = z.strictObject({
  criterion: z.enum(['lacking', 'costly', 'unrepaired', 'attainable']),
  state: z.enum(['holds', 'refuted', 'open']),
  hypotheses: z.array(z.string()),
});

/** Whether a property must be asked of a NUMA-aware allocator or pthreads, as far as the findings go. */
export const requirement = z.strictObject({
  id: z.string(),
  statement: z.string(),
  verdict: z.enum(['required', 'not required', 'unsettled']),
  because: z.string(),
  criteria: z.array(requirementCriterion),
});

export const validityFact = z.strictObject({
  id: z.string(),
  section: count,
  verdict: z.enum(['pass', 'warn', 'fail', 'unknown']),
  seen: z.string(),
  threshold: z.string(),
  remedy: z.string(),
});

const trialNote = {
  section: count,
  machine: machineKind,
  trial: count,
  block: count,
  arm: z.string(),
  workload: z.string(),
  target: z.string(),
  placement: placementName,
};

export const failedRow = z.strictObject({
  ...trialNote,
  reason: failureReason,
  detail: z.string(),
  stderrTail: z.string(),
});

export const skippedRow = z.strictObject({ ...trialNote, reason: z.string() });

export const sectionSummary = z.strictObject({
  machine: machineKind,
  purpose: z.enum(['nodes', 'one-node']),
  nodes: z.array(nodeId),
  blocks: count,
  /** Settings of the guest; null on a host, whose settings are in the environment. */
  guest: z
    .strictObject({ ...virtualShape.shape, settings: kernelSettings, freshGuest, perturb: z.boolean() })
    .nullable(),
  /** Arms of a block; the calibration comes before the blocks. */
  arms: count,
  planned: count,
  completed: count,
  failed: count,
  skipped: count,
});

/** A kernel setting that moves pages or addresses, beside what Debian's kernels choose by themselves on such a machine. */
export const settingRow = z.strictObject({
  section: count,
  name: z.enum(['transparent_hugepage', 'numa_balancing', 'randomize_va_space']),
  /** As the trials read it back; several where it changed while the run was going on. */
  values: z.array(z.string()).min(1),
  kernelDefault: z.string(),
  isDefault: z.boolean(),
});

/** The comparisons that the plan was to decide together. */
export const familyFacts = z.strictObject({
  section: count,
  metric: metricName,
  alpha: z.number(),
  controlAlpha: z.number(),
  /** Of one look: alpha over all looks. */
  lookAlpha: z.number(),
  /** Of one comparison: what the simultaneous intervals and the detectable effects are about. */
  level: z.number(),
  margin: z.number(),
  comparisons: count,
  controls: count,
  looks: z.array(count),
  precision: z.number().nullable(),
  /** Whole blocks on record. */
  blocks: count,
  /** At which look (from 1) the section ended; null between two. */
  look: count.nullable(),
  /** `early`: the run was interrupted or killed. `gap`: records are missing before the last one, which no run leaves. */
  ended: z.enum(['last look', 'precision', 'time', 'early', 'gap']),
  /** False where neither a look nor the clock that the plan names ended the section: who ends a run by hand may have seen its numbers. */
  decides: z.boolean(),
  /** Fewest link orders in which a target of the family was run. */
  linkOrders: count,
});

export const runFacts = z.strictObject({
  id: z.string(),
  preset: plan.shape.preset,
  /** Ids of those that the run was planned to judge. */
  hypotheses: z.array(z.string()),
  seed: z.string(),
  /** The flags after `numa-lab run`, seed included; null in runs that did not record them. */
  flags: z.array(z.string()).nullable(),
  baseline: z.string(),
  /** Labels under which the baseline ran once more, as the A/A control. */
  controlLabels: z.array(z.string()),
  /** Null where the plan fixed no comparisons to decide. */
  family: familyFacts.nullable(),
  timing: timingValidity,
  /** Planned trials without a record: the run was stopped or killed. */
  unrecorded: count,
  replacedRecords: count,
  truncatedTail: z.boolean(),
  /** One sentence for each time that the run went on after it had been killed or stopped; absent where there was none. */
  resumes: z.array(z.string()).optional(),
  /** One sentence for each thing that the run, of an older version, measured otherwise than newer ones; absent where there is none. */
  olderMethods: z.array(z.string()).optional(),
});

export const report = z.strictObject({
  schema: z.literal(schemaVersion),
  run: runFacts,
  sections: z.array(sectionSummary),
  /** Of sections in which a trial completed. */
  settings: z.array(settingRow),
  estimates: z.array(estimateRow),
  comparisons: z.array(comparisonRow),
  blowUps: z.array(blowUpRow),
  threadMaps: z.array(threadMapRow),
  memorySeries: z.array(memorySeriesRow),
  lockHandoffMaps: z.array(lockHandoffMapRow),
  /** Of the baseline, in sections of a host. */
  variance: z.array(varianceRow),
  findings: z.array(finding),
  /** Empty where the run was not planned for hypotheses. */
  requirements: z.array(requirement),
  validity: z.array(validityFact),
  failed: z.array(failedRow),
  skipped: z.array(skippedRow),
  environment,
});

export type TimingValidity = Value<typeof timingValidity>;
export type Verdict = Value<typeof findingVerdict>;
export type Evidence = Value<typeof evidence>;
export type EarlierFinding = Value<typeof earlierFinding>;
export type Finding = Value<typeof finding>;
export type RequirementCriterion = Value<typeof requirementCriterion>;
export type Requirement = Value<typeof requirement>;
export type ValidityFact = Value<typeof validityFact>;
export type FailedRow = Value<typeof failedRow>;
export type SkippedRow = Value<typeof skippedRow>;
export type SectionSummary = Value<typeof sectionSummary>;
export type SettingRow = Value<typeof settingRow>;
export type FamilyFacts = Value<typeof familyFacts>;
export type RunFacts = Value<typeof runFacts>;
/** The environment is the run's own value, as its file has it. */
export type Report = Omit<Value<typeof report>, 'environment'> & { readonly environment: Environment };
