import type { EstimateRow } from '../../results/schema/report-rows.ts';
import type { RunSection } from '../load/run.ts';
import { makeEstimate } from './estimate.ts';
import type { Observations } from './observe.ts';
import { type PooledLatencies, pooledKey } from './pooled-latencies.ts';
import { rowKeyOf } from './row-key.ts';

/** Observations → one estimate per arm, metric and subject, with n counted in blocks; `pooled` ones go before medians over blocks. */
export function summarize(
  section: RunSection,
  sectionIndex: number,
  observations: readonly Observations[],
  pooled: PooledLatencies,
): readonly EstimateRow[] {
  // Once an arm: a report has tens of thousands of rows.
  const places = new Map([...section.arms].map(([id, arm]) => [id, rowKeyOf(section, sectionIndex, arm)]));
  return observations.flatMap(({ arm: armId, metric, subject, values, missing, at }) => {
    const arm = section.arms.get(armId);
    const place = places.get(armId);
    if (arm === undefined || place === undefined) return [];
    const estimate = pooled.get(pooledKey(armId, metric.name, subject));
    return [
      {
        ...place,
        arm: armId,
        target: arm.target,
        control: arm.control,
        metricId: metric.id,
        metric: metric.name,
        subject,
        unit: metric.unit,
        scheduleDependent:
          metric.scheduleDependent === 'always' ||
          (metric.scheduleDependent === 'racing' && arm.scheduleDependent),
        estimate: estimate ?? makeEstimate([...values.values()], metric.kind),
        // Too few for a quantile of a trial may be enough together.
        missing: estimate === undefined ? missing : null,
        at,
      },
    ];
  });
}
