import type { Report } from '../../results/schema/report.ts';
import { type Block, items } from './block.ts';
import { decidedTexts } from './findings.ts';
import { makeVerdictCounts } from './times.ts';

/** How far the run could answer what it was made for, and what no run of its kind can. */
export function makeDecided(report: Report): readonly Block[] {
  const hypotheses = decidedTexts(report);
  const times = makeVerdictCounts(report);
  const isTimed = report.sections.some(({ machine, purpose }) => machine === 'host' && purpose === 'nodes');
  return [
    ...items([
      ...(hypotheses.length > 0 ? hypotheses : ['The run was not planned to judge hypotheses.']),
      ...(times.length > 0 ? [] : ['The run was not planned to decide comparisons of times.']),
      ...(isTimed
        ? []
        : [
            'Whether a misplacement costs time needs hardware with several nodes: no time here is of more than one node.',
          ]),
    ]),
    ...times,
  ];
}
