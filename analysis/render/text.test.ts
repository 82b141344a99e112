import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { exampleRun } from '../../test/fixtures/runs/example-run.ts';
import { makeRun, type RunFiles } from '../../test/fixtures/runs/make-run.ts';
import { oddNames, renamed } from '../../test/fixtures/runs/renamed-run.ts';
import { buildReport } from '../report/build-report.ts';
import { renderText } from './text.ts';

const golden = fileURLToPath(new URL('../../results/golden/example-report.txt', import.meta.url));

test('a run with counts from a guest and times from one node reads as the golden report', async () => {
  await expect(renderText(buildReport(makeRun(exampleRun())))).toMatchFileSnapshot(golden);
});

test('every line is at most 72 columns of printable ASCII, whatever names the files hold', () => {
  const all = exampleRun();
  const files = { ...all, trials: all.trials.filter((trial) => trial.block < 2) };
  fc.assert(
    fc.property(oddNames, (name) => {
      const lines = renderText(buildReport(makeRun(renamed(files, name), name))).split('\n');
      for (const line of lines) expect(line).toMatch(/^[\x20-\x7e]{0,72}$/);
    }),
    { numRuns: 40 },
  );
}, 60_000);

/** A copy with the keys of every object for which `isTurned` the other way round. */
function turnKeys(files: RunFiles, isTurned: (key: string) => boolean): RunFiles {
  return JSON.parse(JSON.stringify(files), (key, value: unknown) =>
    typeof value === 'object' && value !== null && !Array.isArray(value) && isTurned(key)
      ? Object.fromEntries(Object.entries(value).reverse())
      : value,
  ) as RunFiles;
}

test('the same records give the same text, in whatever order keys were written', () => {
  const files = exampleRun();
  // The order of these two is what was asked for, and is shown.
  const turned = turnKeys(files, (key) => key !== 'parameters' && key !== 'targets');
  expect(Object.keys(turned.trials[0] ?? {})).not.toEqual(Object.keys(files.trials[0] ?? {}));
  expect(renderText(buildReport(makeRun(turned)))).toBe(renderText(buildReport(makeRun(files))));
});

test('parameters in another order are shown in it, and nothing else changes', () => {
  const files = exampleRun();
  const turned = turnKeys(files, (key) => key === 'parameters');
  const text = renderText(buildReport(makeRun(turned)));
  expect(text).toContain('slots=4096 sizes=fixed:64');
  expect(text.replaceAll('slots=4096 sizes=fixed:64', 'sizes=fixed:64 slots=4096')).toBe(
    renderText(buildReport(makeRun(files))),
  );
});

test('a report survives JSON: nothing in it is undefined, NaN or infinite', () => {
  const report = buildReport(makeRun(exampleRun()));
  expect(JSON.parse(JSON.stringify(report))).toEqual(report);
  expect(renderText(report)).not.toMatch(/NaN|undefined|Infinity/);
});

test('no line of the guest section names a unit of time', () => {
  const text = renderText(buildReport(makeRun(exampleRun())));
  const section = text.split(/^-{72}$/m)[2] ?? '';
  expect(section).toContain('churn');
  expect(section).not.toMatch(/\b(ns|us|ms|seconds|ops\/s)\b/);
});

test('a failed calibration takes the placements of its section away', () => {
  const files = exampleRun();
  const trials = files.trials.map((trial) => {
    if (trial.state !== 'completed' || trial.machine !== 'virtual') return trial;
    const processes = trial.processes.map(({ counts }) => ({
      counts: {
        ...counts,
        firstTouch: counts.firstTouch.map((test) => ({ ...test, writtenPagesOnNode: test.writtenPages - 1 })),
      },
    }));
    return { ...trial, processes };
  });
  const report = buildReport(makeRun({ ...files, trials }));
  expect(report.findings[0]).toMatchObject({ id: 'C1', verdict: 'invalid', machine: 'virtual' });
  const text = renderText(report).replaceAll(/\s+/g, ' ');
  expect(text).toContain('FAIL, nothing in this section is valid');
  expect(text).toContain('Nothing from the virtual machine section');
  expect(text).not.toContain('say where pages lay');
});

test('ratios with a single cause name it, the others say what differs', () => {
  const files = exampleRun();
  const text = renderText(buildReport(makeRun({ ...files, plan: { ...files.plan, baseline: 'glibc' } })));
  expect(text).toContain('What alone differs from glibc:\n  allocator: glibc+jemalloc\n');
  expect(text).toContain('  musl : glibc is confounded: libc with its allocator, link mode differ\n');
});

test('a run that was killed says what is missing', () => {
  const files = exampleRun();
  const run = makeRun({ ...files, trials: files.trials.slice(0, 40) });
  const text = renderText(buildReport({ ...run, journal: { ...run.journal, truncatedTail: true } }));
  const flat = text.replaceAll(/\s+/g, ' ');
  expect(flat).toContain('110 planned trials without a record: the run was stopped');
  expect(flat).toContain('the last record was cut off and is not counted');
  expect(flat).toContain('Nothing: no trial of the host, one node section completed.');
  expect(flat).toContain('The run did not reach its end');
});
