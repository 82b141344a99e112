import { join } from 'node:path';
import { pageFile } from '../../../analysis/archive/check-drawings.ts';
import { hypothesisTable } from '../../../analysis/judge/hypotheses/table.ts';
import { renderSummary } from '../../../analysis/render/text.ts';
import { buildReport } from '../../../analysis/report/build-report.ts';
import { interruptedExitCode } from '../../run/interrupt.ts';
import { removeOwnTargets } from '../../run/own-targets.ts';
import type { RunSummary } from '../../run/run-event.ts';
import type { Say } from '../prepare/prepare-run.ts';
import { findQuantileBootstrap } from '../report/find-quantile-bootstrap.ts';
import { makePageOrSay } from '../report/make-page.ts';
import { writeDerivedFiles } from '../report/write-derived-files.ts';
import { loadNamedRun } from '../stored/named-run.ts';

/** Writes what is made from the records of a run that has ended, prints its summary or report, and answers the exit code: 1 when trials failed, 130 when interrupted. */
export async function publish(
  directory: string,
  summary: RunSummary,
  { json, say }: { readonly json: boolean; readonly say: Say },
): Promise<number> {
  const recorded = summary.completed + summary.failed + summary.skipped;
  if (summary.interrupted) {
    say(`stopped after ${recorded} of ${summary.planned} trials; to go on: numa-lab resume ${directory}`);
  } else await removeOwnTargets(directory);
  const run = await loadNamedRun(directory);
  const report = buildReport(run, hypothesisTable, findQuantileBootstrap());
  const page = await makePageOrSay(report, run, say);
  await writeDerivedFiles(directory, report, page);
  process.stdout.write(json ? `${JSON.stringify(report, null, 2)}\n` : renderSummary(report));
  say(`run directory: ${directory}`);
  say(`whole report:  ${join(directory, 'report.txt')}, or numa-lab report --format full`);
  say(`with charts:   ${join(directory, page === undefined ? 'charts' : pageFile)}`);
  say('for a list:    numa-lab report; for others to check: numa-lab export');
  if (summary.interrupted) return interruptedExitCode;
  return summary.failed > 0 ? 1 : 0;
}
