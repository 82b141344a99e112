import type { Plan } from '../../results/schema/plan.ts';
import type { FailedRow, Report, RunFacts, SectionSummary, SkippedRow } from '../../results/schema/report.ts';
import type { ComparisonRow } from '../../results/schema/report-rows.ts';
import type { TrialRecord } from '../../results/schema/trial.ts';
import { compare } from '../compare/compare.ts';
import { confidenceOverLooks, readFamily } from '../compare/family-facts.ts';
import { judgeFamily } from '../compare/judge-family.ts';
import { isNotValidForTiming, judgeTiming } from '../compare/judge-timing.ts';
import { measureBlowUp } from '../estimate/blow-up.ts';
import { readLockHandoffMaps } from '../estimate/lock-handoff-map.ts';
import { readMemorySeries } from '../estimate/memory-series.ts';
import { observe } from '../estimate/observe.ts';
import { drawSeed, poolLatencies } from '../estimate/pooled-latencies.ts';
import { summarize } from '../estimate/summarize.ts';
import { readThreadMaps } from '../estimate/thread-map.ts';
import { splitVariance } from '../estimate/variance.ts';
import { judgeCalibration } from '../judge/calibration.ts';
import type { Hypothesis } from '../judge/hypotheses/hypothesis.ts';
import { judgeHypotheses } from '../judge/hypotheses/judge.ts';
import { hypothesisTable } from '../judge/hypotheses/table.ts';
import { describeOlderMethods } from '../judge/older-methods.ts';
import { judgeRequirements } from '../judge/requirements.ts';
import { describeResume } from '../judge/validity/resumed.ts';
import { checkValidity } from '../judge/validity/table.ts';
import {
  armOf,
  completedTrials,
  failedTrials,
  type Run,
  type RunSection,
  skippedTrials,
} from '../load/run.ts';
import {
  bootstrapPooledQuantiles,
  type QuantileBootstrap,
} from '../stats/resampling/bootstrap-pooled-quantiles.ts';
import { listSettings } from './list-settings.ts';

/** Run → Report. Pure: the same files give the same report on any machine, whatever draws the resamples. */
export function buildReport(
  run: Run,
  hypotheses: readonly Hypothesis[] = hypothesisTable,
  bootstrap: QuantileBootstrap = bootstrapPooledQuantiles,
): Report {
  const seed = drawSeed(run.plan.seed);
  const family = readFamily(run);
  const parts = run.sections.map((section, index) => {
    const observations = observe(section);
    return {
      settings: listSettings(section, index, run.environment),
      estimates: summarize(section, index, observations, poolLatencies(section, { seed, bootstrap })),
      comparisons: compare(section, index, observations, {
        ...{ baseline: run.plan.baseline, environment: run.environment },
        confidence: confidenceOverLooks(family?.section === index ? family.looks : [1]),
      }),
      blowUps: measureBlowUp(section, index, observations),
      threadMaps: readThreadMaps(section, index),
      memorySeries: readMemorySeries(section, index),
      lockHandoffMaps: readLockHandoffMaps(section, index),
      variance: splitVariance(section, index, run.plan.baseline),
      calibration: judgeCalibration(section, index),
    };
  });
  const { rows: comparisons, controls } = judgeFamily(
    run,
    family,
    parts.flatMap((part) => part.comparisons),
  );
  const calibrations = parts.map((part) => part.calibration);
  const sections = run.sections.map(summarizeSection);
  const validity = checkValidity(run, { comparisons, controls, family });
  const timing = judgeTiming(run, family, { controls, validity });
  const findings = [...calibrations, ...judgeHypotheses(run, { calibrations, validity }, hypotheses)];
  return {
    schema: 1,
    run: { ...runFacts(run), family, timing },
    sections,
    settings: parts.flatMap((part) => part.settings),
    estimates: parts.flatMap((part) => part.estimates),
    comparisons: isNotValidForTiming({ timing }) ? comparisons.map(withoutVerdict) : comparisons,
    blowUps: parts.flatMap((part) => part.blowUps),
    threadMaps: parts.flatMap((part) => part.threadMaps),
    memorySeries: parts.flatMap((part) => part.memorySeries),
    lockHandoffMaps: parts.flatMap((part) => part.lockHandoffMaps),
    variance: parts.flatMap((part) => part.variance),
    findings,
    requirements: run.plan.hypotheses === undefined ? [] : judgeRequirements(findings, sections),
    validity,
    failed: run.sections.flatMap(failedRows),
    skipped: run.sections.flatMap(skippedRows),
    environment: run.environment,
  };
}

/** A ratio of times that may not be believed is a number and no verdict, wherever it is printed. */
function withoutVerdict(row: ComparisonRow): ComparisonRow {
  return row.control ? row : { ...row, verdict: null };
}

function runFacts(run: Run): Omit<RunFacts, 'family' | 'timing'> {
  const { id, plan, journal, sections, resumes } = run;
  const olderMethods = describeOlderMethods(run);
  return {
    id,
    preset: plan.preset,
    hypotheses: plan.hypotheses?.map((hypothesis) => hypothesis.id) ?? [],
    seed: plan.seed,
    flags: plan.flags ?? null,
    baseline: plan.baseline,
    controlLabels: controlLabels(plan),
    unrecorded: sections.reduce((sum, { section, trials }) => sum + section.trials.length - trials.length, 0),
    replacedRecords: journal.replacedRecords,
    truncatedTail: journal.truncatedTail,
    ...(olderMethods.length > 0 && { olderMethods }),
    ...(resumes.length > 0 && { resumes: resumes.map((resume) => describeResume(resume, run)) }),
  };
}

function controlLabels(plan: Plan): readonly string[] {
  const controls = plan.sections.flatMap((section) => section.arms.filter((arm) => arm.control));
  return [...new Set(controls.map((arm) => arm.target))];
}

function summarizeSection(runSection: RunSection): SectionSummary {
  const { section } = runSection;
  return {
    machine: section.machine,
    purpose: section.purpose,
    nodes: section.nodes,
    blocks: section.blocks,
    guest:
      section.machine === 'host'
        ? null
        : {
            ...section.shape,
            settings: section.settings,
            freshGuest: section.freshGuest,
            perturb: section.perturb,
          },
    arms: new Set(section.trials.filter((trial) => trial.block > 0).map((trial) => trial.arm)).size,
    planned: section.trials.length,
    completed: completedTrials(runSection).length,
    failed: failedTrials(runSection).length,
    skipped: skippedTrials(runSection).length,
  };
}

function failedRows(section: RunSection, index: number): readonly FailedRow[] {
  return failedTrials(section).map((trial) => ({
    ...trialNote(section, index, trial),
    reason: trial.reason,
    detail: trial.detail,
    stderrTail: trial.stderrTail,
  }));
}

function skippedRows(section: RunSection, index: number): readonly SkippedRow[] {
  return skippedTrials(section).map((trial) => ({
    ...trialNote(section, index, trial),
    reason: trial.reason,
  }));
}

function trialNote(section: RunSection, index: number, trial: TrialRecord) {
  const arm = armOf(section, trial);
  return {
    section: index,
    machine: trial.machine,
    trial: trial.trial,
    block: trial.block,
    arm: trial.arm,
    workload: arm.workload,
    target: arm.target,
    placement: arm.placement,
  };
}
