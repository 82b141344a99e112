import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { findRoot } from '../../../results/schema/generated-file.ts';
import { makeDocument } from '../../document/make-document.ts';
import { loadRun } from '../../load/load-run.ts';
import { buildReport } from '../../report/build-report.ts';
import { mostPostLines, renderPost } from '../post.ts';
import { renderSummary } from '../text.ts';

const folder = join(await findRoot(), 'results', 'published');
const names = (await readdir(folder, { withFileTypes: true }))
  .filter((one) => one.isDirectory())
  .map(({ name }) => name);

test('there are published runs', () => {
  expect(names.length).toBeGreaterThanOrEqual(3);
});

test.each(names)(
  'the post of the published run %s is one that a maintainer can answer',
  async (name) => {
    const loaded = await loadRun(join(folder, name));
    if (loaded.state === 'problem') throw new Error(loaded.message);
    const report = buildReport(loaded.run);
    const text = renderPost(report, [{ name: 'plan.json', sha256: '1'.repeat(64) }]);
    const lines = text.split('\n');
    expect(lines.length - 1).toBeLessThanOrEqual(mostPostLines);
    for (const line of lines) expect(line).toMatch(/^([\x20-\x7e]{0,71}[\x21-\x7e])?$/);

    const [before = ''] = text.split('\nReproduce ');
    const what = before.slice(0, before.indexOf('\n\n'));
    expect(what.split('\n').length).toBeLessThanOrEqual(4);
    expect(before).not.toContain('...');
    expect(before).not.toMatch(/\b[CMPERLST]\d{1,2}[a-z]?\b/);
    const flat = before.replaceAll(/\s+/g, ' ');
    const order = ['1. ', 'No claim is made', 'Question: '].map((part) => flat.indexOf(part));
    expect(order).not.toContain(-1);
    expect(order).toEqual(order.toSorted((a, b) => a - b));

    const blocks = makeDocument(report, 'post').flatMap((section) => section.blocks);
    const [findings] = blocks.filter((block) => block.type === 'findings');
    const count = findings?.entries.length ?? 0;
    expect(count).toBeGreaterThanOrEqual(3);
    expect(count).toBeLessThanOrEqual(7);
    const summary = renderSummary(report).replaceAll(/\s+/g, ' ');
    for (const { lead, about } of findings?.entries ?? []) {
      expect(summary).toContain(lead);
      expect(flat.includes(lead) || flat.includes(about)).toBe(true);
    }
    for (const about of findings?.left ?? []) expect(flat).toContain(about);
    // No table has rows of zeros alone.
    for (const block of blocks) {
      if (block.type !== 'table') continue;
      for (const { cells } of block.rows) expect(cells.every(([first]) => first === '0')).toBe(false);
    }
    if (report.run.timing.verdict === 'not valid for timing') {
      expect(flat).toContain('without verdicts since the run is not valid for timing');
      expect(flat).not.toMatch(/\((faster|slower)\)| \d+ (faster|slower)/);
    }
  },
  60_000,
);
