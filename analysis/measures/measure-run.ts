import { measureBlowUp } from '../blow-up.ts';
import { type Comparison, compare } from '../compare.ts';
import { confidenceOverLooks } from '../comparison/family-facts.ts';
import { readHandOverMaps } from '../hand-over-map.ts';
import { readMemorySeries } from '../memory-series.ts';
import { metricTable } from '../metrics/table.ts';
import { findSpoken, keepSilent, type Observations, observeAll } from '../observe.ts';
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
}

/** By section: what was observed, and of what something is to be told. */
export interface ObservedRun {
  readonly observations: readonly (readonly Observations[])[];
  readonly spoken: Spoken;
}

/** By section: keys of subjects that were not 0 wherever they were counted. Those that were are left out, but only where all parts of a run agree. */
export type Spoken = readonly ReadonlySet<string>[];

export function observeRun({ sections }: WholeRun): ObservedRun {
  const observations = sections.map((section) => observeAll(section, metricTable));
  return { observations, spoken: observations.map(findSpoken) };
}

export function joinSpoken(parts: readonly Spoken[]): Spoken {
  const [first = []] = parts;
  return first.map((_, index) => new Set(parts.flatMap((spoken) => [...(spoken[index] ?? [])])));
}

/** A run, or those of its trials that answer some of its questions → measures, by section; `spoken` is that of all its parts. */
export function measureRun(
  run: WholeRun,
  { observations }: ObservedRun,
  spoken: Spoken,
  engine: ResamplingEngine,
): readonly SectionMeasures[] {
  return run.sections.map((section, index) =>
    measureSection(
      run,
      section,
      index,
      keepSilent(observations[index] ?? [], spoken[index] ?? new Set()),
      engine,
    ),
  );
}

function measureSection(
  { plan, environment }: WholeRun,
  section: RunSection,
  index: number,
  observations: readonly Observations[],
  engine: ResamplingEngine,
): SectionMeasures {
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
  };
}
