import type { Finding } from './report.ts';
import { completedTrials, type RunSection } from './run.ts';

/**
 * C1, the truth test: every written page lies on its writer's node, and no page that was only read has been placed.
 * One miss makes every placement of the section worthless, so its verdict is `invalid`, never `refuted`.
 */
export function judgeCalibration(section: RunSection, sectionIndex: number): Finding {
  const tests = completedTrials(section).flatMap((trial) =>
    trial.processes.flatMap(({ counts }) => counts.firstTouch),
  );
  const trials = completedTrials(section).filter((trial) =>
    trial.processes.some(({ counts }) => counts.firstTouch.length > 0),
  ).length;
  const written = tests.reduce((sum, test) => sum + test.writtenPages, 0);
  const onNode = tests.reduce((sum, test) => sum + test.writtenPagesOnNode, 0);
  const read = tests.reduce((sum, test) => sum + test.readPages, 0);
  const placed = tests.reduce((sum, test) => sum + test.readPagesPlaced, 0);
  const base = { id: 'C1', section: sectionIndex, machine: section.section.machine } as const;
  if (written === 0 || read === 0) {
    return { ...base, verdict: 'not-run', because: 'no calibration trial completed' };
  }
  const tested = new Set(tests.map((test) => test.node));
  const untested = section.section.nodes.filter((node) => !tested.has(node));
  if (untested.length > 0) {
    return { ...base, verdict: 'not-run', because: `nodes ${untested.join(', ')} were not calibrated` };
  }
  const nodes = [...tested].sort((a, b) => a - b).join(', ');
  const because =
    `${onNode} of ${written} written pages on their writer's node, ` +
    `${placed} of ${read} pages only read were placed (nodes ${nodes}, n = ${trials})${tested.size === 1 ? '; with one node nothing else was possible' : ''}`;
  return { ...base, verdict: onNode === written && placed === 0 ? 'supported' : 'invalid', because };
}
