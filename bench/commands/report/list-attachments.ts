import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Run } from '../../../analysis/load/run.ts';
import { renderCsv } from '../../../analysis/render/csv.ts';
import type { Attachment } from '../../../analysis/render/eml.ts';
import { codeOf } from '../../make-folders.ts';

/** Lists hold back or refuse large messages; a table above this is packed. */
const largestPlainBytes = 64 * 1024;
/** Of all pictures together. */
const largestChartBytes = 512 * 1024;

/** The table of all trials, packed where it is large, and the charts that lie in the run directory, as far as a list takes them. */
export async function listAttachments(run: Run, directory: string): Promise<readonly Attachment[]> {
  return [makeTable([...renderCsv(run)].join('')), ...(await readCharts(join(directory, 'charts')))];
}

function makeTable(csv: string): Attachment {
  return csv.length <= largestPlainBytes
    ? { name: 'trials.csv', type: 'text/csv', content: csv }
    : { name: 'trials.csv.gz', type: 'application/gzip', content: gzipSync(csv, { level: 9 }) };
}

async function readCharts(folder: string): Promise<readonly Attachment[]> {
  const names = (await readNames(folder)).filter((name) => name.endsWith('.svg')).sort();
  const charts: Attachment[] = [];
  let bytes = 0;
  for (const name of names) {
    const content = await readFile(join(folder, name));
    bytes += content.length;
    if (bytes > largestChartBytes) break;
    charts.push({ name, type: 'image/svg+xml', content });
  }
  return charts;
}

async function readNames(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return [];
    throw error;
  }
}
