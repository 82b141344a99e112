import { expect, test } from 'vitest';
import type { Resume } from '../../../results/schema/resumes.ts';
import { exampleRun } from '../../../test/fixtures/runs/example-run.ts';
import { makeRun } from '../../../test/fixtures/runs/make-run.ts';
import { renderPost } from '../../render/post.ts';
import { renderText } from '../../render/text.ts';
import { buildReport } from '../../report/build-report.ts';

const files = exampleRun();
const found = { id: 'quiet', seen: '', threshold: '', remedy: null } as const;

function reportOf(own: Partial<Resume>, plan = files.plan) {
  const resume: Resume = {
    ...{ resumedUtc: '2025-01-02T04:00:00Z', trial: 0, earlierSeconds: 60, pauseSeconds: 40 },
    ...{ rebooted: false, cutBytes: 0, doctor: [], ...own },
  };
  const environment = { ...files.environment, doctor: [{ ...found, verdict: 'pass' as const }] };
  return buildReport(makeRun({ ...files, plan, environment }, 'id', [], [resume]));
}

const lastOf = (machine: 'host' | 'virtual') =>
  files.plan.sections.find((section) => section.machine === machine)?.trials.at(-1)?.trial ?? -1;
const oneGo = (report: ReturnType<typeof reportOf>) => report.validity.filter(({ id }) => id === 'one-go');

test('a run that was never resumed says nothing of it', () => {
  const report = buildReport(makeRun(files));
  expect(oneGo(report)).toEqual([]);
  expect('resumes' in report.run).toBe(false);
});

test('a host section that was resumed within is a doubt, and says where, how long and what was otherwise', () => {
  const report = reportOf({
    ...{ trial: lastOf('host'), pauseSeconds: 600, rebooted: true },
    doctor: [{ ...found, verdict: 'warn' }],
  });
  expect(oneGo(report)).toEqual([
    expect.objectContaining({
      verdict: 'warn',
      seen: expect.stringMatching(
        /^resumed at trial \d+ \(block \d+\) after 10 min, the host was restarted in between, the doctor found otherwise: quiet warn instead of pass$/,
      ),
    }),
  ]);
  expect(renderPost(report, []).replaceAll(/\s+/g, ' ')).toContain('resumed at trial');
  expect(renderText(report).replaceAll(/\s+/g, ' ')).toContain('after 10 min');
});

test('trials that each begin in a fresh guest are not disturbed by a pause; those that share one are', () => {
  const trial = lastOf('virtual');
  expect(oneGo(reportOf({ trial }))[0]?.verdict).toBe('pass');
  const sections = files.plan.sections.map((section) =>
    section.machine === 'virtual' ? { ...section, freshGuest: 'run' as const } : section,
  );
  expect(oneGo(reportOf({ trial }, { ...files.plan, sections }))[0]?.verdict).toBe('warn');
});

test('going on with the first trial of a section interrupts none', () => {
  for (const { trials } of files.plan.sections) {
    const [first] = trials;
    const report = reportOf({ trial: first?.trial ?? -1 });
    expect(oneGo(report)).toEqual([]);
    expect(report.run.resumes).toHaveLength(1);
  }
});
