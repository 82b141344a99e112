import type { Hypothesis } from '../../../analysis/judge/hypotheses/hypothesis.ts';
import { hashRule } from '../../../analysis/judge/hypotheses/rule-hash.ts';
import { hypothesisTable } from '../../../analysis/judge/hypotheses/table.ts';
import { fewestBlocksForVerdict } from '../../../results/schema/experiment.ts';
import { didYouMean } from '../../did-you-mean.ts';
import type { HypothesisPlan } from '../../plan/hypothesis-plan.ts';
import type { Preset } from '../../plan/presets.ts';
import { UserError } from '../../user-error.ts';

const all = 'all';
const baseline = 'musl';
/** Enough to see the numbers, and too few for a verdict. */
const quickBlocks = 2;

/** The hypotheses that `--hypotheses` names, in the order of the table. Throws UserError for one there is not. */
export function findHypotheses(
  names: readonly string[],
  table: readonly Hypothesis[] = hypothesisTable,
): readonly Hypothesis[] {
  const ids = table.map(({ id }) => id);
  const unknown = names.find((name) => name !== all && !ids.includes(name));
  if (unknown !== undefined) {
    throw new UserError(`unknown hypothesis '${unknown}'`, { hint: didYouMean(unknown, [...ids, all]) });
  }
  return table.filter(({ id }) => names.includes(all) || names.includes(id));
}

/** What a run for these hypotheses has to do: their experiments as a preset. `isQuick`: numbers only, no verdicts. */
export function makeHypothesisPlan(hypotheses: readonly Hypothesis[], isQuick: boolean): HypothesisPlan {
  return {
    hypotheses: hypotheses.map((hypothesis) => ({
      id: hypothesis.id,
      ruleSha256: hashRule(hypothesis),
      decidedOn: hypothesis.decidedOn,
    })),
    preset: makePreset(hypotheses, isQuick),
  };
}

function makePreset(hypotheses: readonly Hypothesis[], isQuick: boolean): Preset {
  // What a hypothesis is asked together with must not add targets to its arms: a row that names none is about the baseline.
  const workloads = hypotheses.flatMap(({ id, decidedOn, experiment }) =>
    experiment.map((row) => ({ targets: [baseline], ...row, hypothesis: { id, decidedOn } })),
  );
  return {
    name: 'hypotheses',
    targets: [...new Set([baseline, ...workloads.flatMap((row) => row.targets)])],
    workloads,
    controls: 'first-of-workload',
    blocks: isQuick
      ? { virtual: quickBlocks, host: { least: quickBlocks, most: quickBlocks } }
      : { virtual: fewestBlocksForVerdict, host: { least: 6, most: 30 } },
    budgetSeconds: 1200,
    latency: false,
  };
}
