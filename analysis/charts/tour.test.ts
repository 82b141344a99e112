import { access, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { findRoot } from '../../results/schema/generated-file.ts';
import { readPublishedCharts } from '../render/svg/pictures.ts';

const root = await findRoot();
const tour = await readFile(join(root, 'docs', 'TOUR.md'), 'utf8');

test('every number with an interval in the tour is in the table of a chart of its runs', async () => {
  const charts = (
    await Promise.all(['tour-guest', 'tour-host'].map((run) => readPublishedCharts(root, run)))
  ).flat();
  const values = new Set(
    charts.flatMap((chart) =>
      chart.state === 'chart' ? chart.table.rows.flatMap((row) => Object.values(row).map(String)) : [],
    ),
  );
  const texts = [...tour.matchAll(/\d[\d.]* \[[^\]]*\](?: (?:MiB|KiB|M\/s|us|ns))?/g)].map(
    ([value]) => value,
  );
  expect(texts.length).toBeGreaterThan(15);
  expect(texts.filter((value) => !values.has(value))).toEqual([]);
}, 60_000);

test('every picture and every page that the tour points to exists', async () => {
  const links = [...tour.matchAll(/\]\(([^)]+)\)/g)].map(([, link = '']) => join(root, 'docs', link));
  expect(links.length).toBeGreaterThan(20);
  await Promise.all(links.map((link) => access(link)));
});
