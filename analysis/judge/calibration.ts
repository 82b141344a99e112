import type { Finding } from '../../results/schema/report.ts';
import { completedTrials, type RunSection } from '../load/run.ts';
import { calibrationHypothesis } from './hypotheses/c1-calibration.ts';
import { makeHypothesisData } from './hypotheses/data.ts';
import type { Judgement } from './hypotheses/hypothesis.ts';

/** C1 of a section, which every run has. A node that no thread can run on is not calibrated, and the section then is not either. */
export function judgeCalibration(section: RunSection, sectionIndex: number): Finding {
  const { id, statement } = calibrationHypothesis;
  const judgement = calibrationHypothesis.judge(makeHypothesisData(section));
  return {
    ...{ id, statement, section: sectionIndex, machine: section.section.machine },
    ...(judgement.verdict === 'not-run' ? judgement : holdToNodes(section, judgement)),
  };
}

function holdToNodes(section: RunSection, judgement: Judgement): Judgement {
  const tested = new Set(
    completedTrials(section).flatMap((trial) =>
      trial.processes.flatMap(({ counts }) => counts.firstTouch.map((test) => test.node)),
    ),
  );
  const untested = section.section.nodes.filter((node) => !tested.has(node));
  if (untested.length === 0) return judgement;
  return { verdict: 'not-run', because: `nodes ${untested.join(', ')} were not calibrated`, evidence: [] };
}
