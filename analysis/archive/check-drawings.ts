import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Report } from '../../results/schema/report.ts';
import { makeCharts } from '../charts/table.ts';
import { compareBaselines } from '../compare/compare-baselines.ts';
import type { Run } from '../load/run.ts';
import { listFiles } from './list-files.ts';
import { listPartDifferences } from './page-parts.ts';

/** Everything that is drawn, in one file. */
export const pageFile = 'report.html';
export const chartsFolder = 'charts';

/**
 * A page or a picture compared with what the records give, byte by byte. `other-version`: it is not the same, and another numa-lab wrote it,
 * which may draw otherwise. `no-chart`: the records give no such picture. `missing`: they do, and it is not beside the others. `unchecked`:
 * this numa-lab cannot make it; `parts` says why.
 */
export interface DrawnFile {
  readonly name: string;
  readonly state: 'same' | 'differs' | 'other-version' | 'no-chart' | 'missing' | 'unchecked';
  /** Of a page that differs: the sections and charts in which it does. */
  readonly parts: readonly string[];
}

export interface Drawings {
  readonly directory: string;
  readonly run: Run;
  readonly report: Report;
  /** Whether this very numa-lab made the run. */
  readonly isOwn: boolean;
  /** The script that pages carry, or why there is none. */
  readonly readScript: () => Promise<{ readonly script: string } | { readonly missing: string }>;
}

/** Draws again what the directory holds: report.html and `charts/*.svg`. Empty where it holds neither. */
export async function checkDrawings(drawings: Drawings): Promise<readonly DrawnFile[]> {
  const files = await listFiles(drawings.directory);
  const pictures = files.filter((name) => name.startsWith(`${chartsFolder}/`) && name.endsWith('.svg'));
  const checked = [
    ...(files.includes(pageFile) ? [await checkPage(drawings)] : []),
    ...(pictures.length === 0 ? [] : await checkPictures(drawings, pictures)),
  ];
  if (drawings.isOwn) return checked;
  return checked.map((file) => (isOff(file) ? { ...file, state: 'other-version' } : file));
}

/** Whether this speaks against the run. */
export function isOff({ state }: DrawnFile): boolean {
  return state === 'differs' || state === 'no-chart' || state === 'missing';
}

async function checkPage({ directory, run, report, readScript }: Drawings): Promise<DrawnFile> {
  const found = await readScript();
  if ('missing' in found) return { name: pageFile, state: 'unchecked', parts: [found.missing] };
  // Vega is slow to load, and many directories hold no drawing.
  const { renderHtml } = await import('../render/html/render-html.ts');
  const page = renderHtml(report, { script: found.script, baselines: compareBaselines(run) });
  const stored = await readFile(join(directory, pageFile), 'utf8');
  if (stored === page) return { name: pageFile, state: 'same', parts: [] };
  return { name: pageFile, state: 'differs', parts: listPartDifferences(stored, page) };
}

async function checkPictures(
  { directory, report }: Drawings,
  stored: readonly string[],
): Promise<readonly DrawnFile[]> {
  const { renderSvg } = await import('../render/svg/render-svg.ts');
  const files: DrawnFile[] = [];
  for (const chart of makeCharts(report)) {
    if (chart.state === 'left-out') continue;
    const name = `${chartsFolder}/${chart.id}.svg`;
    const isSame = async () => (await readFile(join(directory, name), 'utf8')) === (await renderSvg(chart));
    if (!stored.includes(name)) files.push({ name, state: 'missing', parts: [] });
    else files.push({ name, state: (await isSame()) ? 'same' : 'differs', parts: [] });
  }
  const known = new Set(files.map(({ name }) => name));
  const others = stored.filter((name) => !known.has(name));
  return [...files, ...others.map((name): DrawnFile => ({ name, state: 'no-chart', parts: [] }))];
}
