import { expect, test } from 'vitest';
import { exampleRun } from '../../test/fixtures/runs/example-run.ts';
import { makeRun } from '../../test/fixtures/runs/make-run.ts';
import { renamed } from '../../test/fixtures/runs/renamed-run.ts';
import { timedRun } from '../../test/fixtures/runs/timed-run.ts';
import { buildReport } from '../report/build-report.ts';
import { makeDocument } from './make-document.ts';
import type { Output } from './section.ts';

const outputs: readonly Output[] = ['full', 'post', 'summary', 'markdown', 'page'];
const report = buildReport(makeRun(exampleRun()));
const sectionOf = (output: Output, id: string, of = report) =>
  makeDocument(of, output).find((section) => section.id === id);

test.each(outputs)('a document for %s is a value, with no section that says nothing', (output) => {
  const sections = makeDocument(report, output);
  expect(JSON.parse(JSON.stringify(sections.map(({ blocks }) => blocks)))).toEqual(
    sections.map(({ blocks }) => blocks),
  );
  for (const { blocks } of sections) expect(blocks.length).toBeGreaterThan(0);
  expect(new Set(sections.map(({ id }) => id)).size).toBe(sections.length);
});

test('outputs that share a section say it in the same words', () => {
  for (const id of ['times', 'reproduction'])
    expect(sectionOf('markdown', id)?.blocks, id).toEqual(sectionOf('post', id)?.blocks);
  for (const id of ['headlines', 'calibration', 'trials'])
    expect(sectionOf('summary', id)?.blocks, id).toEqual(sectionOf('full', id)?.blocks);
  const counts = sectionOf('summary', 'times')?.blocks ?? [];
  expect(counts.length).toBeGreaterThan(0);
  expect(sectionOf('post', 'times')?.blocks.slice(0, counts.length)).toEqual(counts);
});

test('summary, post, page, issue and full report begin with the same sentences of what was found', () => {
  const findingsOf = (output: Output) =>
    makeDocument(report, output)
      .find(({ blocks }) => blocks.some(({ type }) => type === 'findings'))
      ?.blocks.filter(({ type }) => type === 'findings');
  expect(findingsOf('post')).toHaveLength(1);
  for (const output of outputs) expect(findingsOf(output), output).toEqual(findingsOf('post'));
  for (const output of ['summary', 'post', 'page'] as const)
    expect(makeDocument(report, output)[0]?.id, output).toBe('headlines');
});

test('machines, and what the journal lacks, are said once for the full report, the issue and the post', () => {
  const killed = buildReport(makeRun({ ...exampleRun(), trials: exampleRun().trials.slice(0, 40) }));
  const full = JSON.stringify(makeDocument(killed, 'full'));
  for (const block of sectionOf('markdown', 'method', killed)?.blocks ?? []) {
    if (block.type !== 'facts') continue;
    const machine = block.rows.slice(0, 4).map(([, text]) => JSON.stringify(text).slice(1, -1));
    for (const text of machine) expect(full).toContain(text);
  }
  const [doubts] = sectionOf('post', 'doubts', killed)?.blocks ?? [];
  const lost = doubts?.type === 'items' ? doubts.texts[0] : undefined;
  expect(lost).toBe('110 planned trials without a record: the run was stopped.');
  expect(full).toContain(lost?.slice(0, -1));
});

test('text is plain: escaping is for printers', () => {
  const name = 'a<b>\u001b*|"\n';
  const documents = outputs.map((output) =>
    makeDocument(buildReport(makeRun(renamed(exampleRun(), name))), output),
  );
  const texts = JSON.stringify(documents);
  expect(texts).toContain(JSON.stringify(name).slice(1, -1));
  expect(texts).not.toMatch(/&lt;|\\\\x1b|\\\\\\\\n/);
});

test('what may not be believed is said beside the counts of verdicts', () => {
  const timed = buildReport(makeRun(timedRun({ targets: ['musl', 'glibc'], blocks: 30 })));
  const distrusted = {
    ...timed,
    run: { ...timed.run, timing: { verdict: 'not valid for timing', reasons: ['r'] } as const },
  };
  for (const output of ['post', 'summary', 'markdown'] as const) {
    const [counts] = sectionOf(output, 'times', distrusted)?.blocks ?? [];
    expect(counts).toMatchObject({
      text: expect.stringMatching(/without verdicts, since the run is not valid for timing/),
    });
  }
});
