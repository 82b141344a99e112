import { readdir, readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { listChartDocuments } from './generate-document.ts';
import { chartTable } from './table.ts';

const root = new URL('../../', import.meta.url);

test.each(listChartDocuments())('$path is what the table says', async ({ path, text }) => {
  expect(await readFile(new URL(path, root), 'utf8')).toBe(text);
});

test('docs/charts holds a page for every chart, a picture where a run has data, and nothing else', async () => {
  const expected = chartTable.flatMap(({ id, page }) => [
    `${id}.md`,
    ...(page.picture === null ? [] : [`${id}.svg`]),
  ]);
  expect((await readdir(new URL('docs/charts', root))).sort()).toEqual(expected.sort());
});
