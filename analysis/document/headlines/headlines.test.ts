import { expect, test } from 'vitest';
import type { EstimateRow } from '../../../results/schema/report-rows.ts';
import { exampleRun } from '../../../test/fixtures/runs/example-run.ts';
import { makeRun } from '../../../test/fixtures/runs/make-run.ts';
import { buildReport } from '../../report/build-report.ts';
import { chooseHeadlines } from './choose-headlines.ts';
import type { Headline } from './headline.ts';
import { shareWords } from './headline.ts';
import { listHeadlines } from './list-headlines.ts';
import { describeWhat } from './what.ts';

const report = buildReport(makeRun(exampleRun()));
const [model] = report.estimates.filter(
  (row) => row.workload === 'churn' && row.metric === 'allocation_remote_byte_ratio' && row.estimate !== null,
);

/** Remote bytes of churn for each target and turn: `[target, turn, share, half the width of the interval]`. */
function withRemote(values: readonly (readonly [string, string, number, number])[], n = 5) {
  if (model === undefined) throw new Error('the example has no remote bytes');
  const estimates = values.map(
    ([target, turn, point, half]): EstimateRow => ({
      ...model,
      ...{ target, placement: 'spread', subject: 'live at end', scheduleDependent: false, nodes: [0, 1] },
      parameters: { sizes: 'fixed:64', turn },
      estimate: {
        ...{ point, lower: point - half, upper: point + half, n, coverage: null },
        intervalKind: half === 0 ? 'exact' : 'range',
      },
    }),
  );
  return { ...report, estimates, threadMaps: [], comparisons: [] };
}

test('a share is said in words with its number, interval and n, and targets that are alike together', () => {
  const [first] = listHeadlines(
    withRemote([
      ['musl', '1', 0.494, 0.004],
      ['glibc', '1', 0, 0],
      ['glibc+jemalloc', '1', 0, 0],
    ]),
  );
  expect(first?.lead).toBe(
    'musl: half of the live bytes of 64-byte blocks lie on another node than the thread that allocated them (0.494 0.490..0.498, n=5); glibc and glibc+jemalloc: none (0, n=5).',
  );
  expect(first?.rest).toContain(
    'other turns were not measured, and which turns real programs take is not known',
  );
});

test('one turn never stands without the others that were measured', () => {
  const [first] = listHeadlines(
    withRemote([
      ['musl', '1', 0.494, 0.004],
      ['musl', '16', 0.436, 0.02],
      ['musl', '256', 0.048, 0.01],
    ]),
  );
  expect(first?.differs).toBe('levels');
  expect(first?.rest).toContain('1: 0.494 0.490..0.498; 16: 0.436 0.416..0.456; 256: 0.048 0.038..0.058.');
  expect(first?.rest).toContain('which turns real programs take is not known');
  expect(first?.rest).toContain('All n=5.');
});

test('targets whose intervals meet, or with one value, do not differ', () => {
  const differs = (half: number, n: number) =>
    listHeadlines(
      withRemote(
        [
          ['musl', '1', 0.5, half],
          ['glibc', '1', 0.4, half],
        ],
        n,
      ),
    )[0]?.differs;
  expect(differs(0.01, 5)).toBe('targets');
  expect(differs(0.06, 5)).toBe('nothing');
  expect(differs(0, 1)).toBe('nothing');
});

test('where first touch did not decide, nothing is found', () => {
  const findings = report.findings.map((one) => ({ ...one, verdict: 'invalid' as const }));
  expect(listHeadlines({ ...report, findings })).toEqual([]);
});

test('there are at most seven findings, of each workload one before a second, and the rest is named', () => {
  const make = (workload: string, about: string, differs: Headline['differs'] = 'targets'): Headline => ({
    ...{ section: 0, workload, about, differs, lead: about, rest: '', alike: about, question: '' },
    estimates: [],
  });
  const many = ['a', 'a', 'a', 'b', 'c', 'd', 'e', 'f'].map((workload, at) =>
    make(workload, `${workload}${at}`),
  );
  const { shown, left } = chooseHeadlines(many);
  expect(shown.map(({ about }) => about)).toEqual(['a0', 'b3', 'c4', 'd5', 'e6', 'f7']);
  expect(left.map(({ about }) => about)).toEqual(['a1', 'a2']);
  const few = chooseHeadlines([make('a', 'x', 'nothing'), make('b', 'y'), make('c', 'z', 'nothing')]);
  expect(few.shown.map(({ about }) => about)).toEqual(['y', 'x', 'z']);
  expect(few.alike).toEqual([]);
});

test('what was measured names the settings that are not the defaults', () => {
  expect(describeWhat(report)).toContain('transparent huge pages never (default: always)');
  const settings = report.settings.map((row) => ({ ...row, isDefault: true }));
  expect(describeWhat({ ...report, settings })).toContain("the kernel's default settings");
});

test('shares near a fraction have its name, and none and all are exact', () => {
  expect([0, 0.004, 0.26, 0.494, 0.6, 0.75, 0.997, 1].map(shareWords)).toEqual([
    'none',
    'under 1 %',
    'a quarter',
    'half',
    '60 %',
    'three quarters',
    'over 99 %',
    'all',
  ]);
});
