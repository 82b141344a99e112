import { expect, test } from 'vitest';
import type { Report } from '../../../results/schema/report.ts';
import { exampleRun } from '../../../test/fixtures/runs/example-run.ts';
import { makeRun } from '../../../test/fixtures/runs/make-run.ts';
import { passesRun } from '../../../test/fixtures/runs/passes-run.ts';
import { timedRun } from '../../../test/fixtures/runs/timed-run.ts';
import { compareBaselines } from '../../compare/compare-baselines.ts';
import { buildReport } from '../../report/build-report.ts';
import { renderCsv } from './render-csv.ts';
import { renderHtml } from './render-html.ts';

const run = makeRun(exampleRun());
const example = buildReport(run);
const parts = { script: 'void "</script>";', baselines: compareBaselines(run) };
const page = renderHtml(example, parts);

test('the page is the same for the same report', () => {
  expect(renderHtml(example, parts)).toBe(page);
});

test('findings come first, then validity in a line, charts, tables with verdicts, failed trials, environment', () => {
  const order = [
    'class="findings"',
    '<summary>Validity: ',
    'id="charts"',
    'id="tables"',
    'What this run could decide',
    'id="failed"',
    'id="environment"',
  ];
  const places = order.map((text) => page.indexOf(text));
  expect(places).not.toContain(-1);
  expect(places).toEqual(places.toSorted((a, b) => a - b));
});

test('nothing of the page is fetched, and nothing in it may be evaluated', () => {
  expect(page).toContain(`default-src 'none'; script-src 'sha256-`);
  expect(page).not.toMatch(/unsafe-(eval|inline)/);
  expect(page).not.toMatch(/<(?:link|img|iframe|object|embed)\b|\bsrc=/);
});

test('the script cannot end its own element', () => {
  expect(page).toContain('void "<\\/script>";');
});

test('every failed and skipped trial is reported', () => {
  expect(page).toContain('Failed trials: 1');
  expect(page).toContain('no end after 60000 ms');
  expect(page).toContain('the guest has too few CPUs');
});

test('the line of validity opens to all checks', () => {
  const box = page.slice(page.indexOf('<summary>Validity'), page.indexOf('id="charts"'));
  expect([...box.matchAll(/data-head="verdict">/g)]).toHaveLength(example.validity.length);
  expect(box).toMatch(/^<summary>Validity: [^<]*\d+ checks, \d+ failed, \d+ with a warning or unknown/);
});

test('verdicts on times are counted by target, with a word where they are not to be believed', () => {
  const timed = buildReport(
    makeRun(
      timedRun({
        targets: ['musl', 'glibc'],
        blocks: 30,
        factorOf: ({ target }) => (target === 'glibc' ? 1.5 : 1),
      }),
    ),
  );
  const say = (verdict: Report['run']['timing']['verdict']) =>
    renderHtml({ ...timed, run: { ...timed.run, timing: { verdict, reasons: [] } } }, parts);
  expect(say('valid for timing')).toMatch(
    /Times against musl: (?:1 verdict|(\d) verdicts that hold together), margin 3 %<.*\n.*<li>glibc: \d slower; ratio/,
  );
  expect(say('not valid for timing')).toContain(
    'without verdicts, since the run is not valid for timing, margin 3 %',
  );
});

test('on which level times vary is a table with n, and says why where it is not known', () => {
  const timed = buildReport(makeRun(passesRun({ seed: 3, workloads: ['churn'], targets: ['musl'] })));
  const [row] = timed.variance;
  const html = renderHtml(timed, parts);
  const table = html.slice(
    html.indexOf('Where the times of musl vary'),
    html.indexOf('The whole report as text'),
  );
  expect(table).toContain(`${row?.processes} x ${row?.passes} in ${row?.series}<`);
  expect(table).toMatch(/\d+ % \[\d+ %, \d+ %\]/);
  const unknown = {
    ...timed,
    variance: timed.variance.map((one) => ({ ...one, levels: null, missing: 'too few <b>' })),
  };
  expect(renderHtml(unknown, parts)).toContain('too few &lt;b&gt;');
});

test('a column without a value is left out of the table', () => {
  const heads = page
    .slice(page.indexOf('<thead', page.indexOf('id="chart-ratio-forest"')))
    .split('</thead>')[0];
  expect(heads).toContain('>verdict<');
  const detectable = example.comparisons.some((row) => row.detectable !== null);
  expect(heads?.includes('>detectable effect<')).toBe(detectable);
});

test('a name that looks like HTML, wherever a result file can put it, stays text', () => {
  const name = `</script><script>alert(1)</script><img src=x onerror='alert(2)'>"--><!--`;
  const places = new Set([
    'glibc',
    'churn',
    'no end after 60000 ms',
    'waiting\n',
    'the guest has too few CPUs',
    'fixed:64',
    'none',
  ]);
  const renamed: Report = JSON.parse(JSON.stringify(example), (_, value) =>
    places.has(value) ? name : value,
  );
  const hostile = renderHtml({ ...renamed, run: { ...renamed.run, id: name } }, parts);
  expect(hostile).not.toContain('<img');
  expect(hostile).not.toContain('<script>alert');
  expect([...hostile.matchAll(/<script/g)]).toHaveLength(2);
  expect([...hostile.matchAll(/<\/script>/g)]).toHaveLength(2);
});

test('other baselines have rows of their own, without verdicts and without the control', () => {
  const timed = makeRun(
    timedRun({ targets: ['musl', 'glibc'], factorOf: (arm) => (arm.target === 'glibc' ? 0.5 : 1) }),
  );
  const rows = compareBaselines(timed).get('glibc') ?? [];
  expect(rows.map(({ target, verdict, control }) => [target, verdict, control])).toEqual([
    ['musl', null, false],
  ]);
  expect(rows[0]?.effect.estimate.point).toBeCloseTo(2, 1);
});

test('a CSV quotes what needs it and disarms what a spreadsheet would compute', () => {
  const columns = [
    { field: 'a', title: 'a', unit: '' },
    { field: 'b', title: 'b', unit: 's' },
  ];
  const rows = [
    { a: 'x,"y"', b: -0.25 },
    { a: '=1+1', b: null },
  ];
  expect(renderCsv(columns, rows)).toBe('a,b (s)\r\n"x,""y""",-0.25\r\n\'=1+1,\r\n');
});
