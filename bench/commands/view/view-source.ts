import { compareRuns } from '../../../analysis/compare-runs/compare-runs.ts';
import { loadRun } from '../../../analysis/load/load-run.ts';
import { renderRunComparison } from '../../../analysis/render/compare-runs.ts';
import { buildReport } from '../../../analysis/report/build-report.ts';
import { UserError } from '../../user-error.ts';
import type { RunSource, ViewProblem } from '../../view/run-source.ts';
import { makePage } from '../report/make-page.ts';
import { pickArms } from '../stored/pick-arms.ts';
import { summarizeReport } from './summarize-report.ts';

/** Runs as the analysis reads and judges them. */
export const viewSource: RunSource = {
  open: async (directory) => {
    const loaded = await loadRun(directory);
    if (loaded.state === 'problem') return loaded;
    const report = buildReport(loaded.run);
    return {
      state: 'opened',
      summary: summarizeReport(report),
      renderPage: () => makePage(report, loaded.run),
    };
  },
  compare: async (directoryA, directoryB) => {
    if (directoryA === directoryB) {
      return problem('A and B are the same run', 'choose two different ones');
    }
    const [a, b] = [await loadRun(directoryA), await loadRun(directoryB)];
    if (a.state === 'problem') return a;
    if (b.state === 'problem') return b;
    try {
      const sides = { a: { run: a.run, arm: undefined }, b: { run: b.run, arm: undefined } };
      const matched = pickArms(sides, undefined);
      const comparison = compareRuns({
        ...{ a: a.run, b: b.run, matched },
        ...{ metrics: undefined, margin: undefined },
      });
      if (comparison.rows.length > 0) return { state: 'compared', text: renderRunComparison(comparison) };
      const reasons =
        comparison.refused.length === 0 ? ['no metric has a value in both'] : comparison.refused;
      return problem(reasons.join('\n'), 'numa-lab compare can be told what to compare');
    } catch (error) {
      if (error instanceof UserError) return problem(error.message, error.hint ?? '');
      throw error;
    }
  },
};

function problem(message: string, hint: string): ViewProblem {
  return { state: 'problem', message, hint };
}
