import type { Report, SectionSummary } from '../report.ts';
import { finishText } from './finish.ts';
import { renderBlowUp } from './text/blow-up.ts';
import { renderCalibration } from './text/calibration.ts';
import { renderConclusion } from './text/conclusion.ts';
import { renderHeading } from './text/heading.ts';
import { renderKernelEvents } from './text/kernel-events.ts';
import { renderWorkloads } from './text/metric-tables.ts';
import { renderMetrics } from './text/metrics.ts';
import { renderRatios } from './text/ratios.ts';
import { renderThreadMaps } from './text/thread-map.ts';
import { renderTrials } from './text/trials.ts';
import { renderUnplaced } from './text/unplaced.ts';
import { renderValidity } from './text/validity.ts';
import { renderVariance } from './text/variance.ts';
import { textWidth, wrap } from './wrap.ts';

/** Report → text of at most 72 columns of plain ASCII, the same for the same report. Ends with a newline. */
export function renderText(report: Report): string {
  return finishText([
    ...renderHeading(report),
    '',
    ...renderCalibration(report),
    ...report.sections.flatMap((section, index) => renderSection(report, section, index)),
    '',
    '-'.repeat(textWidth),
    ...renderMetrics(report),
    ...renderTrials(report),
    ...renderValidity(report),
    ...renderConclusion(report),
  ]);
}

function renderSection(report: Report, section: SectionSummary, index: number): readonly string[] {
  return [
    '',
    '-'.repeat(textWidth),
    ...wrap(sectionTitle(section)),
    '-'.repeat(textWidth),
    ...renderWorkloads(report, index),
    ...renderBlowUp(report, index),
    ...renderUnplaced(report, index),
    ...renderKernelEvents(report, index),
    ...renderThreadMaps(report, index),
    ...renderRatios(report, index),
    ...renderVariance(report, index),
  ];
}

function sectionTitle(section: SectionSummary): string {
  const nodes =
    section.nodes.length === 1 ? `node ${section.nodes.join()}` : `nodes ${section.nodes.join(', ')}`;
  if (section.machine === 'virtual') return `VIRTUAL MACHINE, ${nodes}: counts, no times`;
  if (section.purpose === 'nodes') return `HOST, ${nodes}: times and counts`;
  return `HOST, ${nodes} ONLY: times where nothing is remote; no answer about nodes`;
}
