import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { compareBaselines } from '../../../analysis/compare/compare-baselines.ts';
import type { Run } from '../../../analysis/load/run.ts';
import type { Report } from '../../../results/schema/report.ts';
import { findLabRoot } from '../../lab-root.ts';
import { UserError } from '../../user-error.ts';

/** report.html of a run, with the script that the build bundled. Throws UserError where it was not built. */
export async function makePage(report: Report, run: Run): Promise<string> {
  // Vega is slow to load, and few commands draw.
  const { renderHtml } = await import('../../../analysis/render/html/render-html.ts');
  return renderHtml(report, { script: await readPageScript(), baselines: compareBaselines(run) });
}

/** A page that cannot be made must not cost the summary of a long run: undefined then, and said. */
export async function makePageOrSay(
  report: Report,
  run: Run,
  say: (text: string) => void,
): Promise<string | undefined> {
  try {
    return await makePage(report, run);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    say(`without report.html: ${error.message}`);
    return undefined;
  }
}

/** Throws UserError where it was not built. */
export async function readPageScript(): Promise<string> {
  const path = join(findLabRoot(), 'dist', 'report-page.js');
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    throw new UserError(`the script of report.html is not built (${path})`, {
      hint: 'build it with: npm run build',
      cause,
    });
  }
}
