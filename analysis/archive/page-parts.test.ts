import { expect, test } from 'vitest';
import { exampleRun } from '../../test/fixtures/runs/example-run.ts';
import { makeRun } from '../../test/fixtures/runs/make-run.ts';
import { renderHtml } from '../render/html/render-html.ts';
import { buildReport } from '../report/build-report.ts';
import { listPageParts, listPartDifferences } from './page-parts.ts';

const page = renderHtml(buildReport(makeRun(exampleRun())), { script: 'draw()', baselines: new Map() });

test('the parts of a page are its sections, its charts, their data and its script', () => {
  expect([...listPageParts(page).keys()]).toEqual(
    expect.arrayContaining(['head', 'summary', 'chart-sharing', 'tables', 'data of chart-sharing', 'script']),
  );
});

test.each([
  ['draw()', 'draw(1)', ['script']],
  ['No claim is made', 'Nothing is claimed', ['summary']],
  ['id="chart-sharing">', 'id="chart-sharing"><p>0.1</p>', ['chart-sharing']],
  ['"id":"sharing","columns":', '"id":"sharing","changed":1,"columns":', ['data of chart-sharing']],
  ['"id":"sharing","columns":', '"id":"sharing","columns":}', expect.arrayContaining(['data'])],
  ['</body>', '<p>added</p></body>', ['script']],
  ['</main>', '</main><p>added</p>', ['rest']],
])('where %j became %j that part differs', (from, to, names) => {
  expect(page.includes(from)).toBe(true);
  expect(listPartDifferences(page.replace(from, to), page)).toEqual(names);
});

test('what is no such page differs everywhere', () => {
  expect(listPartDifferences('', page)).toContain('head');
  expect(listPartDifferences('<section aria-labelledby="__proto__">', page)).toContain('__proto__');
});
