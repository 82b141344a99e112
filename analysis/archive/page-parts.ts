import { z } from 'zod';

const sections = /<section aria-labelledby="([\w-]+)">|<figure id="(chart-[\w-]+)">|<(script)\b|<(\/main)>/g;
const dataOpens = '<script type="application/json"';

/** Parts of report.html by name, in the order of the page: `head`, `summary`, `charts`, `chart-sharing`, `data of chart-sharing`, `script` and so on. */
export function listPageParts(page: string): ReadonlyMap<string, string> {
  const parts = new Map<string, string>();
  let [name, from] = ['head', 0];
  const close = (to: number) => parts.set(name, `${parts.get(name) ?? ''}${page.slice(from, to)}`);
  for (const { index, 1: section, 2: figure, 3: script } of page.matchAll(sections)) {
    close(index);
    from = index;
    // Where the main part ends what follows belongs to none of its sections.
    name = section ?? figure ?? (script === undefined ? 'rest' : scriptName(page, index));
  }
  close(page.length);
  return splitData(parts);
}

function scriptName(page: string, index: number): string {
  return page.startsWith(dataOpens, index) ? 'data' : 'script';
}

/** The data of the drawings by chart; whatever is not as the lab writes it stays one part. */
function splitData(parts: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  const found = /^<script type="application\/json" id="page-data">(.*)<\/script>\s*$/s.exec(
    parts.get('data') ?? '',
  );
  const data = parseCharts(found?.[1] ?? '');
  if (data === undefined) return parts;
  const split = data.charts.map((chart) => [`data of chart-${chart.id}`, JSON.stringify(chart)] as const);
  const rest = JSON.stringify({ ...data, charts: split.length });
  return new Map([...parts, ...split, ['data', rest]]);
}

const pageData = z.looseObject({ charts: z.array(z.looseObject({ id: z.string() })) });

function parseCharts(text: string): z.infer<typeof pageData> | undefined {
  try {
    return pageData.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

/** Names of the parts that are not the same in both. */
export function listPartDifferences(stored: string, recomputed: string): readonly string[] {
  const [a, b] = [listPageParts(stored), listPageParts(recomputed)];
  const names = [...new Set([...b.keys(), ...a.keys()])].filter((name) => a.get(name) !== b.get(name));
  // The same parts in another order.
  return names.length === 0 ? ['order of the parts'] : names;
}
