import fc from 'fast-check';
import { expect, test } from 'vitest';
import { exampleRun } from '../../test/fixtures/runs/example-run.ts';
import { makeRun } from '../../test/fixtures/runs/make-run.ts';
import { oddNames, renamed } from '../../test/fixtures/runs/renamed-run.ts';
import { buildReport } from '../report/build-report.ts';
import { csvColumns } from './csv/row.ts';
import { renderCsv } from './csv.ts';

const names = csvColumns.map(({ name }) => name);

/** RFC 4180 read by the letter: fields with or without quotes, rows that end in CRLF. */
function parseCsv(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  for (const [, quoted, plain = '', end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/gy)) {
    row.push(quoted === undefined ? plain : quoted.replaceAll('""', '"'));
    if (end === ',') continue;
    rows.push(row);
    row = [];
  }
  return rows;
}

const rowsOf = (text: string) => {
  const [, ...rows] = parseCsv(text);
  return rows.map((row) => Object.fromEntries(names.map((name, i) => [name, row[i]])));
};
const csvOf = (files = exampleRun()) => [...renderCsv(makeRun(files))].join('');

test('there is a header and every row has its columns', () => {
  const [header, ...rows] = parseCsv(csvOf());
  expect(header).toEqual(names);
  expect(rows.length).toBeGreaterThan(500);
  for (const row of rows) expect(row).toHaveLength(names.length);
});

test('the values of an arm are those that its estimate was made of', () => {
  const row = buildReport(makeRun(exampleRun())).estimates.find(
    ({ metric, placement, estimate }) =>
      metric === 'allocation_remote_byte_ratio' && placement === 'spread' && estimate?.n === 3,
  );
  const values = rowsOf(csvOf())
    .filter(
      ({ metric, arm, subject }) => metric === row?.metric && arm === row?.arm && subject === row?.subject,
    )
    .map(({ value }) => Number(value))
    .sort((a, b) => a - b);
  expect(values).toHaveLength(3);
  expect(values[0]).toBe(row?.estimate?.lower);
  expect(values[1]).toBe(row?.estimate?.point);
  expect(values[2]).toBe(row?.estimate?.upper);
});

test('trials that failed or were skipped have a row with the reason and no value', () => {
  const lost = rowsOf(csvOf()).filter(({ state }) => state !== 'completed');
  expect(lost.map(({ state }) => state)).toEqual(['failed', 'skipped']);
  for (const { reason, metric, value } of lost)
    expect([metric, value, reason === '']).toEqual(['', '', false]);
});

test('no row of a guest holds a time', () => {
  const units = rowsOf(csvOf())
    .filter(({ machine }) => machine === 'virtual')
    .map(({ unit }) => unit);
  expect(units).not.toContain('s');
  expect(units).not.toContain('1/s');
});

test('names with commas, quotes and line ends come back as they were', () => {
  const files = exampleRun();
  const short = { ...files, trials: files.trials.filter((trial) => trial.block < 2) };
  fc.assert(
    fc.property(oddNames, (name) => {
      const rows = parseCsv(csvOf(renamed(short, name)));
      for (const row of rows) expect(row).toHaveLength(names.length);
      expect(rows.at(-1)?.[names.indexOf('target')]?.endsWith(name)).toBe(true);
    }),
    { numRuns: 25 },
  );
}, 60_000);
