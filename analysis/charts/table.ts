import type { Report } from '../../results/schema/report.ts';
import { blowUp } from './blow-up.ts';
import type { Chart, ChartMaker } from './chart.ts';
import { latencyQuantiles } from './latency-quantiles.ts';
import { localityFragmentation } from './locality-fragmentation.ts';
import { lockHandoffs } from './lock-handoffs.ts';
import { machineTopology } from './machine-topology.ts';
import { memoryOverTime } from './memory-over-time.ts';
import { nodeLatency } from './node-latency.ts';
import { nodeTransfers } from './node-transfers.ts';
import { inChartText } from './parts/chart-text.ts';
import { ratioForest } from './ratio-forest.ts';
import { remoteBytes } from './remote-bytes.ts';
import { scaling } from './scaling.ts';
import { sharing } from './sharing.ts';
import { threadPlacement } from './thread-placement.ts';

/** Every chart, in the order of reports. */
export const chartTable: readonly ChartMaker[] = [
  ratioForest,
  remoteBytes,
  sharing,
  threadPlacement,
  localityFragmentation,
  memoryOverTime,
  blowUp,
  lockHandoffs,
  latencyQuantiles,
  scaling,
  nodeLatency,
  machineTopology,
  nodeTransfers,
];

/** Report → its charts, drawn or left out with the reason. Pure: the same report gives the same specifications. */
export function makeCharts(report: Report): readonly Chart[] {
  const safe = inChartText(report);
  return chartTable.map((maker) => makeFrom(maker, safe));
}

/** One of them, for a report that another baseline was put into. */
export function makeChart(maker: ChartMaker, report: Report): Chart {
  return makeFrom(maker, inChartText(report));
}

function makeFrom({ id, question, make }: ChartMaker, report: Report): Chart {
  const made = make(report);
  return made.state === 'chart' ? { id, ...made } : { id, title: question, ...made };
}
