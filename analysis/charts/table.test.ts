import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import type { Report } from '../../results/schema/report.ts';
import { chartedRun } from '../../test/fixtures/runs/charted-run.ts';
import { exampleRun } from '../../test/fixtures/runs/example-run.ts';
import { makeRun } from '../../test/fixtures/runs/make-run.ts';
import { timedRun } from '../../test/fixtures/runs/timed-run.ts';
import { withLiveSets } from '../../test/fixtures/runs/with-live-sets.ts';
import { compileChart } from '../render/svg/compile-chart.ts';
import { renderSvg } from '../render/svg/render-svg.ts';
import { buildReport } from '../report/build-report.ts';
import type { Chart, DrawnChart } from './chart.ts';
import { chartTable, makeCharts } from './table.ts';

const example = buildReport(makeRun(exampleRun()));
const charts = makeCharts(example);
const elsewhere = ['memory-over-time', 'blow-up', 'scaling'];
const large = makeCharts(buildReport(makeRun(withLiveSets(exampleRun(), 100))));
const drawn = [
  ...charts,
  ...large.filter(({ id }) => id === 'locality-fragmentation'),
  ...makeCharts(buildReport(makeRun(chartedRun()))).filter(({ id }) => elsewhere.includes(id)),
].filter((chart): chart is DrawnChart => chart.state === 'chart');

/** A chart of the example, or of another report. */
function chartOf(id: string, all: readonly Chart[] = charts): DrawnChart {
  const found = all.find((chart) => chart.id === id);
  if (found?.state !== 'chart') throw new Error(`${id} is not drawn`);
  return found;
}

test('two examples have data for every chart but that of transfers, which nothing counts', () => {
  const ids = chartTable.map(({ id }) => id).filter((id) => id !== 'node-transfers');
  expect(drawn.map(({ id }) => id).sort()).toEqual(ids.sort());
});

test('a lock that does not scale is reported in the title', () => {
  expect(chartOf('scaling', drawn).title).toMatch(
    /^Throughput of 4 threads over that of 1 in .*: musl 1\.01, glibc 4\.00/,
  );
});

describe.each(drawn)('$id', (chart) => {
  test('is the same specification as before', async () => {
    const golden = fileURLToPath(new URL(`../../results/golden/charts/${chart.id}.json`, import.meta.url));
    await expect(`${JSON.stringify(chart, null, 1)}\n`).toMatchFileSnapshot(golden);
  });

  test('compiles without a warning', () => {
    expect(compileChart(chart.spec).warnings).toEqual([]);
  });

  test('is drawn with the same bytes each time, and without NaN', async () => {
    const first = await renderSvg(chart);
    expect(first).toMatch(/^<svg [\s\S]*<\/svg>\n$/);
    expect(first).not.toContain('NaN');
    expect(await renderSvg(chart)).toBe(first);
  });

  test('has a row for every column, and columns for what its tooltips show', () => {
    const fields = chart.table.columns.map(({ field }) => field);
    expect(chart.table.rows.length).toBeGreaterThan(0);
    for (const row of chart.table.rows) expect(Object.keys(row)).toEqual(expect.arrayContaining(fields));
    for (const [, field] of JSON.stringify(chart.spec).matchAll(/"tooltip":\[\{"field":"(\w+)"/g)) {
      expect(fields).toContain(field);
    }
  });
});

const dashed = drawn.filter(({ spec }) => JSON.stringify(spec).includes('"strokeDash":{"field":"target"'));

test('the charts whose lines are texts apart by their dashes have a legend of targets', () => {
  expect(dashed.map(({ id }) => id).sort()).toEqual(['memory-over-time', 'scaling']);
  for (const { spec } of dashed)
    expect(JSON.stringify(compileChart(spec).vega)).toContain(
      '"legends":[{"symbolOpacity":1,"title":"target"',
    );
});

test('a chart without data is left out with a sentence why', () => {
  const timed = makeCharts(buildReport(makeRun(timedRun())));
  const out = timed.filter((chart) => chart.state === 'left-out');
  expect(out.map(({ id }) => id)).toContain('remote-bytes');
  for (const { reason } of out) expect(reason.length).toBeGreaterThan(10);
});

test('what locality costs in memory is not read of live sets below 64 MB, where a fixed cost is much of it', () => {
  const without = charts.find(({ id }) => id === 'locality-fragmentation');
  expect(without).toMatchObject({
    state: 'left-out',
    reason: expect.stringMatching(
      /^20 arms with less than 64 MB live not drawn: .*--set churn\.slots=50000$/,
    ),
  });
  const files = withLiveSets(exampleRun(), 100, (arm) => !arm.includes('interleave'));
  const some = chartOf('locality-fragmentation', makeCharts(buildReport(makeRun(files))));
  expect(some.table.rows).toHaveLength(16);
  expect(JSON.stringify(some.spec)).toContain('with less than 64 MB live not drawn');
});

test('beside what locality costs in memory stands what giving memory back costs', () => {
  const { rows } = chartOf('locality-fragmentation', drawn).table;
  const row = rows.find(({ target, placement }) => target === 'musl' && placement === 'spread');
  expect(row).toMatchObject({ resident: expect.any(Number), n: 3, shootdowns: 0, shootdownN: 3 });
});

test('the forest plot tells verdicts in its title and the margin in its band', () => {
  const factorOf = (arm: { target: string }) => (arm.target === 'glibc' ? 0.5 : 1);
  const forest = chartOf('ratio-forest', makeCharts(buildReport(makeRun(timedRun({ factorOf })))));
  expect(forest.title).toBe('1 verdict on the cost per operation against musl: 1 faster');
  expect(JSON.stringify(forest.spec)).toContain(`{"from":${1 / 1.03},"to":1.03}`);
});

test('the marks of the forest plot are the numbers of the report', () => {
  const comparisons = example.comparisons.filter((row) => row.metric === 'operation_cost_seconds');
  const rows = chartOf('ratio-forest').table.rows;
  for (const [index, row] of rows.entries()) {
    expect(row.point).toBeCloseTo(comparisons[index]?.effect.estimate.point ?? Number.NaN, 8);
  }
  expect(rows.length).toBeGreaterThan(0);
  expect(rows.map((row) => row.n)).toEqual(comparisons.map((row) => row.effect.estimate.n));
});

test('a target has the same colour in every chart, however many others there are', () => {
  const colours = drawn.flatMap(({ spec }) =>
    [...JSON.stringify(spec).matchAll(/"scale":\{"domain":(\[[^\]]*\]),"range":(\["#[^\]]*\])/g)].flatMap(
      ([, domain = '[]', range = '[]']) => {
        const at = JSON.parse(domain).indexOf('glibc');
        return at < 0 ? [] : [JSON.parse(range)[at]];
      },
    ),
  );
  expect(colours.length).toBeGreaterThan(5);
  expect(new Set(colours)).toEqual(new Set(['#D55E00']));
});

test.each([
  `<img src=x onerror=alert(1)>{{datum}} ' " \\ signal()`,
  'a\u001b[31m\u0000\r\nb\u2028\u202ec',
  'constructor',
  'toString',
  '__proto__',
])('%j as a name of a result file is data', async (name) => {
  for (const place of ['glibc', 'musl']) {
    const renamed: Report = JSON.parse(JSON.stringify(example), (_, value) =>
      value === place ? name : value,
    );
    for (const chart of makeCharts(renamed)) {
      if (chart.state === 'left-out') continue;
      expect(await renderSvg(chart)).not.toMatch(/<img|[^\P{Cc}\n\t]|[\u2028\u202e]/u);
    }
  }
});
