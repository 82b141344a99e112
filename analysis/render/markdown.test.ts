import fc from 'fast-check';
import { expect, test } from 'vitest';
import { lockIsDear, mostlyRemote } from '../../test/fixtures/hypotheses.ts';
import { exampleRun } from '../../test/fixtures/runs/example-run.ts';
import { hypothesesRun } from '../../test/fixtures/runs/hypotheses-run.ts';
import { makeRun } from '../../test/fixtures/runs/make-run.ts';
import { oddNames, renamed } from '../../test/fixtures/runs/renamed-run.ts';
import { buildReport } from '../report/build-report.ts';
import { escapeMarkdown } from './markdown/table.ts';
import { renderMarkdown } from './markdown.ts';

const sums = [{ name: 'plan.json', sha256: '2'.repeat(64) }];

/** Number of cells of each row of each table. */
function tablesOf(text: string): number[][] {
  return text
    .split('\n\n')
    .map((part) => part.split('\n').filter((line) => line.startsWith('|')))
    .filter((rows) => rows.length > 0)
    .map((rows) => rows.map((row) => row.split(/(?<!\\)\|/).length - 2));
}

test('it has the parts of the post as tables and lists', () => {
  const text = renderMarkdown(buildReport(makeRun(exampleRun())), sums);
  for (const part of [
    '# Question: ',
    '**Compared:**',
    '## Findings',
    '## Thread time per operation',
    '## Results',
    '## What speaks against it',
    '## What this does not show',
  ])
    expect(text).toContain(part);
  expect(tablesOf(text)).toHaveLength(4);
});

test('findings stand with their numbers, n and interval', () => {
  const text = renderMarkdown(buildReport(makeRun(hypothesesRun()), [mostlyRemote, lockIsDear]), sums);
  expect(text).toContain('| T1 | supported | virtual machine | most live bytes');
  expect(text).toContain(
    '**T1: exact \\(same in 10 states\\)**\n\n| ratio | predicted | measured | between |',
  );
  expect(text).toContain('| all sizes | 0.500 | 0.600 | same |');
});

test('every table is whole and no HTML comes through, whatever names the files hold', () => {
  const files = exampleRun();
  const short = { ...files, trials: files.trials.filter((trial) => trial.block < 2) };
  fc.assert(
    fc.property(oddNames, (name) => {
      const text = renderMarkdown(buildReport(makeRun(renamed(short, name))), sums);
      for (const rows of tablesOf(text)) expect(new Set(rows).size).toBe(1);
      const [before = ''] = text.split('```');
      expect(before).not.toMatch(/<(?!-)/);
    }),
    { numRuns: 25 },
  );
}, 60_000);

test('markup, mentions, links and controls are shown and do nothing', () => {
  expect(escapeMarkdown('<b>`x`|*y*\n@me http://a \u001b[1m')).toBe(
    '&lt;b&gt;\\`x\\`\\|\\*y\\* &#64;me http&#58;//a \uFFFD\\[1m',
  );
});
