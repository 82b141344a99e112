import { expect, test } from 'vitest';
import type { Evidence, Report } from '../../results/schema/report.ts';
import { lockIsDear, mostlyRemote } from '../../test/fixtures/hypotheses.ts';
import { type HypothesesRun, hypothesesRun } from '../../test/fixtures/runs/hypotheses-run.ts';
import { makeRun } from '../../test/fixtures/runs/make-run.ts';
import type { EarlierRule } from '../judge/hypotheses/hypothesis.ts';
import { printLines } from '../render/text/print-lines.ts';
import { renderSummary, renderText } from '../render/text.ts';
import { buildReport } from '../report/build-report.ts';
import { makeFindings, makeRequirements } from './findings.ts';

const table = [mostlyRemote, lockIsDear];
const linesOf = (report: Report) => printLines([...makeFindings(report), ...makeRequirements(report)]);
const reportOf = (options: HypothesesRun = {}) => buildReport(makeRun(hypothesesRun(options)), table);

test('a finding is its verdict, the statement, what decided and a table of the numbers', () => {
  expect(
    linesOf(reportOf({ remote: (block) => 590 + 5 * block })).join('\n'),
  ).toBe(`  This run could decide 1 of 2: T1; 1 needs hardware: T2.

  T1 supported (virtual machine): most live bytes of a churn lie on
    another node than their owner
    the remote share is 0.595 to 0.615; not run on 4 and 8 nodes.
    median, [97.8 % interval], n = 10 blocks
    ratio      predicted  measured         between
    all sizes      0.500     0.605  [0.595, 0.615]

  T2 needs-hardware (virtual machine): a contended lock costs more than
    50 ns
    times decide it, and a guest has none.`);
});

test('a finding tells what an earlier form of its rule would say', () => {
  const earlier: EarlierRule = {
    ...{ statement: 'All live bytes lie elsewhere.', rule: 'supported if they do' },
    replaced: '2025-01-02, after an exploratory run',
    judge: () => ({ verdict: 'refuted', because: 'not all do', evidence: [] }),
  };
  const report = buildReport(makeRun(hypothesesRun()), [{ ...mostlyRemote, earlierRules: [earlier] }]);
  expect(linesOf(report).join(' ').replace(/\s+/g, ' ')).toContain(
    'Earlier forms of these rules, which were changed after data had been seen T1 stated: All live bytes lie elsewhere. By that rule it is refuted: not all do; not run on 4 and 8 nodes. It was replaced 2025-01-02, after an exploratory run.',
  );
});

test('it stands after the sentences of what was found and before everything else', () => {
  const titles = renderText(reportOf())
    .split('\n')
    .filter((line) => /^(Question|Findings|Hypotheses|Run|Virtual)/.test(line));
  expect(titles[0]).toContain('Question: do these hypotheses about malloc and pthreads hold');
  expect(titles.slice(1, 3)).toEqual([
    'Findings',
    'Hypotheses: verdicts by rules that were fixed before the run',
  ]);
});

test('what a host decides needs no other, and what is unsettled is left open', () => {
  const [decided] = linesOf(reportOf({ host: true, remote: (block) => (block === 3 ? 400 : 600) }));
  expect(decided).toBe('  This run could decide 1 of 2: T2; left open: T1.');
});

test('a summary has the verdicts without the tables', () => {
  const summary = renderSummary(reportOf());
  expect(summary).toContain('T1 supported (virtual machine): most live bytes');
  expect(summary).toContain('the remote share is 0.600 to 0.600');
  expect(summary).toContain('This run could decide 1 of 2: T1; 1 needs hardware: T2.');
  expect(summary).not.toContain('predicted');
});

test('evidence of units that no metric has, with long labels and without predictions, fits the page', () => {
  const measured = {
    point: 1234,
    lower: 1200,
    upper: 1300,
    n: 5,
    intervalKind: 'range',
    coverage: null,
  } as const;
  const evidence: Evidence[] = [
    { label: 'x'.repeat(90), unit: 'pages', predicted: null, measured },
    { label: 'short', unit: 'pages', predicted: null, measured: { ...measured, n: 6 } },
    {
      label: 'a share',
      unit: '1',
      predicted: 0.5,
      measured: { ...measured, point: 0.5, lower: 0.4, upper: 0.6 },
    },
  ];
  const report = reportOf();
  const text = renderText({
    ...report,
    findings: report.findings.map((finding) => ({ ...finding, evidence })),
  });
  for (const line of text.split('\n')) expect(line).toMatch(/^[ -~]{0,72}$/);
  const lines = text.split('\n');
  expect(lines.find((line) => line.includes('measured '))).toMatch(/pages +measured +between +n$/);
  expect(lines.find((line) => line.includes('short'))).toMatch(/short +1234 +1200\.\.1300 +6$/);
});

test('what all labels begin with is said once, and no table is cut at the edge of the page', () => {
  const estimate = { point: 0.5, lower: 0.25, upper: 0.75, intervalKind: 'range', coverage: null } as const;
  const evidence: Evidence[] = [4, 5].map((n) => ({
    label: `remote ratio, ${n}000 bytes, 100 of 1000 survive`,
    unit: '1',
    predicted: 0.5,
    measured: { ...estimate, n },
  }));
  const report = reportOf();
  const findings = report.findings.map((one) => ({ ...one, evidence }));
  const lines = renderText({ ...report, findings }).split('\n');
  expect(lines).toContain('    remote ratio, median, lowest..highest, n = 5 blocks, others as shown');
  expect(lines.filter((line) => /between +n$/.test(line)).length).toBeGreaterThan(0);
  expect(lines.find((line) => line.includes('4000 bytes'))).toMatch(/0\.500 +0\.500 +0\.250\.\.0\.750 +4$/);
});

test('names in a finding cannot break a line', () => {
  const report = reportOf();
  const findings = report.findings.map((one) => ({ ...one, statement: 'a\nb\u001b', because: 'c\nd' }));
  const text = renderText({ ...report, findings });
  expect(text).toContain('a\\nb\\x1b');
  for (const line of text.split('\n')) expect(line).toMatch(/^[ -~]{0,72}$/);
});

test('a report with findings survives JSON', () => {
  const report = reportOf();
  expect(JSON.parse(JSON.stringify(report))).toEqual(report);
});

test('requirements that no hypothesis of the run bears on are not listed', () => {
  expect(makeRequirements(reportOf())).toEqual([]);
  const report = reportOf();
  const run = { ...report.run, hypotheses: ['M1'] };
  expect(renderText({ ...report, run })).toContain('Requirements on a NUMA-aware allocator');
  const text = linesOf({ ...report, run }).join('\n');
  expect(text).toContain('  R1 unsettled: page ownership');
  expect(text).toContain('R2, R3, R4, R5, R6, R7, R8: no hypothesis of this run bears on them.');
});
