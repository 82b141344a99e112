import type { Estimate } from '../../../results/schema/estimate.ts';
import { measureEffect } from '../../compare/measure-effect.ts';
import { operationCost } from '../../metrics/throughput.ts';
import type { ArmTrial } from './data.ts';
import type { BlockValues } from './thread-pages.ts';

const confidence = 0.95;

/** Cost per operation (S2), in seconds by block, of arms with one measure; empty without times. */
export function costsOf(trials: readonly ArmTrial[]): BlockValues {
  return new Map(
    trials.flatMap(({ arm, trial }): [number, number][] => {
      if (trial.machine !== 'host') return [];
      const [reading] = operationCost.read(trial, arm);
      return reading !== undefined && 'value' in reading ? [[trial.block, reading.value]] : [];
    }),
  );
}

/**
 * How many times as much `target` costs as `baseline`, from ratios within blocks: estimate and interval of the signed-rank test, below
 * six blocks median and range. Null where no block has both.
 */
export function costRatio(baseline: BlockValues, target: BlockValues): Estimate | null {
  const measured = measureEffect({ compareAs: 'ratio', kind: 'time', confidence, baseline, target });
  return measured?.effect.estimate ?? null;
}
