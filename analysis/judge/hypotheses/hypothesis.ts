import type { DecidedOn, ExperimentRow } from '../../../results/schema/experiment.ts';
import type { Evidence, Verdict } from '../../../results/schema/report.ts';
import type { HypothesisData } from './data.ts';

export interface Judgement {
  readonly verdict: Verdict;
  /** One or two sentences with the numbers that decided. */
  readonly because: string;
  readonly evidence: readonly Evidence[];
}

/** A form that a hypothesis had before data were seen: what it would say of the same data belongs to what the present one says. */
export interface EarlierRule {
  readonly statement: string;
  readonly rule: string;
  /** When it was replaced, why, and what had been seen by then. */
  readonly replaced: string;
  readonly judge: (data: HypothesisData) => Judgement;
}

/**
 * A question of the lab with the rule that answers it, fixed before the data. Statement, rule, thresholds and experiment are data and
 * are hashed into the plan of a run; `judge` must take its numbers from `thresholds`.
 */
export interface Hypothesis {
  readonly id: string;
  readonly statement: string;
  readonly decidedOn: DecidedOn;
  /** The machine that it takes, where not every one that can decide it has enough: told where none of its arms could be planned. */
  readonly needs?: string;
  readonly experiment: readonly ExperimentRow[];
  /** When it is supported and when refuted, in words, naming the thresholds. */
  readonly rule: string;
  readonly thresholds: Readonly<Record<string, number>>;
  readonly judge: (data: HypothesisData) => Judgement;
  /** Forms that it had before, the first one first. They are history and not in its hash; absent: it never had another. */
  readonly earlierRules?: readonly EarlierRule[];
}

/** `lack`: what this run could not give it. */
export function needsHardware({ needs }: Pick<Hypothesis, 'needs'>, lack: string): Judgement {
  const because = needs === undefined ? lack : `${lack}; it takes ${needs}`;
  return { verdict: 'needs-hardware', because, evidence: [] };
}

/** What every rule says when its arms are not in the run. */
export const notRun: Judgement = {
  verdict: 'not-run',
  because: 'no trial of its arms completed',
  evidence: [],
};
