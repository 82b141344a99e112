import { type Config, parse, type Spec, View } from 'vega';
import { expressionInterpreter } from 'vega-interpreter';
import type { PageChart, PageData, PageVariant } from '../page-data.ts';
import { renderCsv } from '../render-csv.ts';

export type FileKind = 'csv' | 'svg' | 'png';

export interface Wanted {
  readonly data: PageData;
  readonly chart: PageChart;
  readonly variant: PageVariant;
}

/** Hands a chart's data or its picture, as on paper, to the browser as a file. */
export async function download(kind: FileKind, wanted: Wanted): Promise<void> {
  const { data, chart, variant } = wanted;
  const url = await makeUrl(kind, wanted);
  const link = document.createElement('a');
  link.href = url;
  const baseline = variant.name === '' ? '' : `-${variant.name.replaceAll(/[^\w+@.-]/g, '_')}`;
  link.download = `${data.runId}-${chart.id}${baseline}.${kind}`;
  link.click();
  if (url.startsWith('blob:')) setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

async function makeUrl(kind: FileKind, { data, chart, variant }: Wanted): Promise<string> {
  if (kind === 'csv') return blobUrl(renderCsv(chart.columns, variant.rows), 'text/csv');
  const runtime = parse(variant.spec as unknown as Spec, data.themes.paper as Config, { ast: true });
  const view = new View(runtime, { expr: expressionInterpreter, renderer: 'none' });
  try {
    if (kind === 'png') return await view.toImageURL('png', 2);
    return blobUrl(await view.toSVG(), 'image/svg+xml');
  } finally {
    view.finalize();
  }
}

function blobUrl(text: string, type: string): string {
  return URL.createObjectURL(new Blob([text], { type }));
}
