import { cellKey, rowKeyOf } from '../../estimate/row-key.ts';
import { nameSeries } from '../../estimate/timed-series.ts';
import { armOf, completedTrials, type Run, type RunSection } from '../../load/run.ts';
import { operationCost } from '../../metrics/throughput.ts';
import { lagOneAutocorrelation } from '../../stats/lag-one-autocorrelation.ts';
import { normalUpperTail } from '../../stats/normal-distribution.ts';
import { advise, fewestBlocksForAdvice, type TestedSeries } from './advice.ts';
import { hasBlocks, type SectionCheck } from './check.ts';

const fewestBlocks = 8;

/**
 * Blocks are independent draws: what a verdict rests on, the log ratio of target and baseline within each block, must not resemble
 * that of the block before. Drift that both arms share is taken out by the pairing and no fault; what is left of it is.
 */
export const blocksIndependent: SectionCheck = (section, index, run) => {
  if (section.section.machine !== 'host' || !hasBlocks(section)) return null;
  if (section.section.blocks < fewestBlocksForAdvice) return null;
  const tested = pairedLogRatios(section, index, run).flatMap(({ name, ratios }) => test(name, ratios));
  return advise(
    {
      id: 'autocorrelation',
      threshold: 'the ratio within a block does not follow that of the block before (lag 1)',
      remedy: 'intervals are too narrow here: run longer, on a machine that is left alone',
      of: 'comparison',
    },
    tested,
    `no comparison of times has ${fewestBlocks} blocks`,
  );
};

/**
 * One-sided, as only positive correlation makes intervals too narrow. For independent values r has mean -1/n and a variance below 1/n, so
 * that the normal tail errs on the side of silence.
 */
function test(name: string, ratios: readonly number[]): readonly TestedSeries[] {
  const found = lagOneAutocorrelation(ratios);
  if (found === null) return [];
  const { coefficient, n } = found;
  const root = Math.sqrt(n);
  return [
    {
      name,
      pValue: normalUpperTail((coefficient + 1 / n) * root),
      smallestP: normalUpperTail((1 + 1 / n) * root),
      finding: `r = ${coefficient.toFixed(2)} over ${n} blocks`,
    },
  ];
}

interface PairedRatios {
  readonly name: string;
  readonly ratios: readonly number[];
}

function pairedLogRatios(section: RunSection, index: number, { plan }: Run): readonly PairedRatios[] {
  const costs = new Map<string, Map<string, Map<number, number>>>();
  for (const trial of completedTrials(section)) {
    if (trial.machine !== 'host' || trial.block === 0) continue;
    for (const reading of operationCost.read(trial, armOf(section, trial))) {
      if (!('value' in reading) || !(reading.value > 0)) continue;
      const bySubject = costs.get(trial.arm) ?? new Map<string, Map<number, number>>();
      costs.set(trial.arm, bySubject);
      const byBlock = bySubject.get(reading.subject) ?? new Map<number, number>();
      bySubject.set(reading.subject, byBlock.set(trial.block, reading.value));
    }
  }
  const arms = [...costs.keys()].flatMap((id) => section.arms.get(id) ?? []);
  const keyOf = (arm: (typeof arms)[number]) => {
    const place = rowKeyOf(section, index, arm);
    return JSON.stringify([cellKey(place), place.placement, place.nodes]);
  };
  const baselines = new Map(
    arms.filter((arm) => arm.target === plan.baseline && !arm.control).map((arm) => [keyOf(arm), arm]),
  );
  return arms.flatMap((arm) => {
    const base = baselines.get(keyOf(arm));
    if (base === undefined || base === arm) return [];
    return [...(costs.get(arm.id) ?? [])].map(([measure, byBlock]) => ({
      name: nameSeries({ arm, measure }, plan.baseline),
      ratios: [...byBlock]
        .sort(([a], [b]) => a - b)
        .flatMap(([block, value]) => {
          const divisor = costs.get(base.id)?.get(measure)?.get(block);
          return divisor === undefined ? [] : [Math.log(value / divisor)];
        }),
    }));
  });
}
