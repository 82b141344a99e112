import { measureBlowUp } from '../blow-up.ts';
import { type Comparison, compare } from '../compare.ts';
import { confidenceOverLooks } from '../comparison/family-facts.ts';
import { readHandOverMaps } from '../hand-over-map.ts';
import { readMemorySeries } from '../memory-series.ts';
import { metricTable } from '../metrics/table.ts';
import { findSilent, observeAll, subjectKey } from '../observe.ts';
import { drawSeed, poolLatencies } from '../pooled-latencies.ts';
import type { BlowUpRow, EstimateRow, HandOverMapRow, MemorySeriesRow, ThreadMapRow } from '../report.ts';
import type { RunSection, WholeRun } from '../run.ts';
import type { ResamplingEngine } from '../stats/resampling/engine.ts';
import { summarize } from '../summarize.ts';
import { readThreadMaps } from '../thread-map.ts';

/**
 * What a report tells of each arm, or of the arms that answer one question: the same whichever other arms the run has. Rows are in the order
 * of arms in the plan. Plain values, which can go from one thread to another.
 */
export interface SectionMeasures {
  readonly estimates: readonly EstimateRow[];
  readonly comparisons: readonly Comparison[];
  readonly blowUps: readonly BlowUpRow[];
  readonly threadMaps: readonly ThreadMapRow[];
  readonly memorySeries: readonly MemorySeriesRow[];
  readonly handOverMaps: readonly HandOverMapRow[];
  /** Keys of subjects that have rows here, and should have none if they were 0 in all of the section. */
  readonly silent: ReadonlySet<string>;
  /** Keys of all subjects of metrics that keep silent of zeros but those. */
  readonly spoken: ReadonlySet<string>;
}

/** A run, or those of its trials that answer some of its questions → measures, by section. */
export function measureRun(run: WholeRun, engine: ResamplingEngine): readonly SectionMeasures[] {
  return run.sections.map((section, index) => measureSection(run, section, index, engine));
}

function measureSection(
  { plan, environment }: WholeRun,
  section: RunSection,
  index: number,
  engine: ResamplingEngine,
): SectionMeasures {
  const observations = observeAll(section, metricTable);
  const silent = findSilent(observations);
  const silenceable = observations.filter(({ metric }) => metric.zeroIsSilent === true);
  const keys = silenceable.map(({ metric, subject }) => subjectKey(metric.name, subject));
  const pooled = poolLatencies(section, { seed: drawSeed(plan.seed), engine });
  return {
    estimates: summarize(section, index, observations, pooled),
    comparisons: compare(section, index, observations, {
      ...{ baseline: plan.baseline, environment },
      confidence: confidenceOverLooks(plan.family?.section === index ? plan.family.looks : [1]),
    }),
    blowUps: measureBlowUp(section, index, observations),
    threadMaps: readThreadMaps(section, index),
    memorySeries: readMemorySeries(section, index),
    handOverMaps: readHandOverMaps(section, index),
    silent,
    spoken: new Set(keys.filter((key) => !silent.has(key))),
  };
}
