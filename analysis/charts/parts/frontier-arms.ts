import type { MetricName } from '../../../results/schema/metric-name.ts';
import type { Report } from '../../../results/schema/report.ts';
import type { EstimateRow } from '../../../results/schema/report-rows.ts';
import { counted } from '../../../results/text/counted.ts';
import { estimateText } from '../../format/interval.ts';
import { targetName } from '../../format/target-name.ts';
import { groupBy } from '../../load/group-by.ts';
import type { ChartColumn } from '../chart.ts';
import { roundOff } from './estimate-row.ts';

/** With less live than this, what an allocator takes once, however much is live, is much of the ratio: 1 MiB of it is 1.6 % here. */
export const leastLiveBytes = 64e6;

/** An estimate that there is. */
type Known = EstimateRow & { readonly estimate: NonNullable<EstimateRow['estimate']> };

/** What one arm says of locality and of memory, and what giving memory back costs it. */
export interface FrontierArm {
  readonly remote: Known;
  /** Peak resident over peak live. */
  readonly resident: Known;
  readonly live: Known;
  /** Per operation; undefined where nobody counted them. */
  readonly shootdowns: Known | undefined;
}

export const frontierColumns: readonly ChartColumn[] = [
  { field: 'cell', title: 'cell', unit: '' },
  { field: 'target', title: 'target', unit: '' },
  { field: 'placement', title: 'placement', unit: '' },
  { field: 'remoteText', title: 'remote byte ratio', unit: '' },
  { field: 'residentText', title: 'peak resident / peak live', unit: '' },
  { field: 'shootdownText', title: 'TLB shootdowns / operation', unit: '' },
  { field: 'liveText', title: 'peak live', unit: '' },
  { field: 'n', title: 'n', unit: 'blocks' },
  { field: 'shootdownN', title: 'n of TLB shootdowns', unit: 'blocks' },
  { field: 'remote', title: 'remote byte ratio', unit: 'ratio', raw: true },
  { field: 'remoteLower', title: 'remote byte ratio, lower end', unit: 'ratio', raw: true },
  { field: 'remoteUpper', title: 'remote byte ratio, upper end', unit: 'ratio', raw: true },
  { field: 'resident', title: 'peak resident / peak live', unit: 'ratio', raw: true },
  { field: 'residentLower', title: 'peak resident / peak live, lower end', unit: 'ratio', raw: true },
  { field: 'residentUpper', title: 'peak resident / peak live, upper end', unit: 'ratio', raw: true },
  { field: 'shootdowns', title: 'TLB shootdowns / operation', unit: '1/op', raw: true },
  { field: 'shootdownsLower', title: 'TLB shootdowns / operation, lower end', unit: '1/op', raw: true },
  { field: 'shootdownsUpper', title: 'TLB shootdowns / operation, upper end', unit: '1/op', raw: true },
];

/** Arms that have a remote byte ratio, of what is live at the end or of the only objects it was taken of, and a peak. */
export function listFrontierArms({ estimates }: Report): readonly FrontierArm[] {
  const byArm = groupBy(estimates.filter(isKnown), (row) => `${row.section} ${row.arm}`);
  return [...byArm.values()].flatMap((rows): FrontierArm[] => {
    const of = (metric: MetricName) => rows.filter((row) => row.metric === metric);
    const remotes = of('allocation_remote_byte_ratio');
    const remote = remotes.find((row) => row.subject === 'live at end') ?? remotes[0];
    const [resident] = of('peak_resident_over_peak_live_ratio');
    const [live] = of('peak_live_bytes');
    const [shootdowns] = of('tlb_shootdowns_per_operation');
    return remote === undefined || resident === undefined || live === undefined
      ? []
      : [{ remote, resident, live, shootdowns }];
  });
}

function isKnown(row: EstimateRow): row is Known {
  return row.estimate !== null;
}

export function isLarge({ live }: FrontierArm): boolean {
  return live.estimate.lower >= leastLiveBytes;
}

/** Why no arm, or not all of them, are drawn; empty where all are. */
export function smallText(arms: readonly FrontierArm[]): string {
  const small = arms.filter((arm) => !isLarge(arm));
  return small.length === 0
    ? ''
    : `${counted(small.length, 'arm')} with less than ${leastLiveBytes / 1e6} MB live not drawn: there the fixed cost of an allocator is much of the ratio`;
}

export function frontierRow(
  report: Report,
  { remote, resident, live, shootdowns }: FrontierArm,
  cell: string,
) {
  const [across, up, flushes] = [remote.estimate, resident.estimate, shootdowns?.estimate];
  return {
    ...{ cell, target: targetName(report, remote.target), placement: remote.placement },
    ...{ remoteText: estimateText(across, '1'), residentText: estimateText(up, '1'), n: across.n },
    shootdownText: flushes === undefined ? 'not counted' : estimateText(flushes, '1/op'),
    ...{ shootdownN: flushes?.n ?? 0, liveText: estimateText(live.estimate, 'B') },
    ...{ remote: roundOff(across.point), remoteLower: roundOff(across.lower) },
    remoteUpper: roundOff(across.upper),
    ...{ resident: roundOff(up.point), residentLower: roundOff(up.lower) },
    residentUpper: roundOff(up.upper),
    shootdowns: flushes === undefined ? null : roundOff(flushes.point),
    shootdownsLower: flushes === undefined ? null : roundOff(flushes.lower),
    shootdownsUpper: flushes === undefined ? null : roundOff(flushes.upper),
  };
}
