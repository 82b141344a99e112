import type { Report, SectionSummary } from '../../../results/schema/report.ts';
import { type Block, heading } from '../block.ts';
import { nodesText } from '../names.ts';
import { makeBlowUp } from './blow-up.ts';
import { makeKernelEvents } from './kernel-events.ts';
import { makeRatios } from './ratios.ts';
import { makeThreadMaps } from './thread-map.ts';
import { makeUnplaced } from './unplaced.ts';
import { makeVariance } from './variance.ts';
import { makeWorkloads } from './workloads.ts';

const parts = [
  makeWorkloads,
  makeBlowUp,
  makeUnplaced,
  makeKernelEvents,
  makeThreadMaps,
  makeRatios,
  makeVariance,
];

/** All numbers, machine by machine: what one says of nodes the other does not. */
export function makeMachines(report: Report): readonly Block[] {
  return [
    ...report.sections.flatMap((section, index) => [
      heading('part', machineTitle(section)),
      ...parts.flatMap((make) => make(report, index)),
    ]),
    { type: 'rule' },
  ];
}

function machineTitle({ machine, purpose, nodes }: SectionSummary): string {
  if (machine === 'virtual') return `VIRTUAL MACHINE, ${nodesText(nodes)}: counts, no times`;
  if (purpose === 'nodes') return `HOST, ${nodesText(nodes)}: times and counts`;
  return `HOST, ${nodesText(nodes)} ONLY: times where nothing is remote; no answer about nodes`;
}
