import { describe, expect, test } from 'vitest';
import type { Stop } from '../../results/schema/family.ts';
import type { Report } from '../../results/schema/report.ts';
import type { ComparisonRow } from '../../results/schema/report-rows.ts';
import { makeRun } from '../../test/fixtures/runs/make-run.ts';
import { type TimedRun, timedRun } from '../../test/fixtures/runs/timed-run.ts';
import { buildReport } from '../report/build-report.ts';

function reportOf(options: TimedRun, stops: readonly Stop[] = []): Report {
  return buildReport(makeRun(timedRun(options), 'id', stops));
}

function primaryOf(report: Report, target = 'glibc'): ComparisonRow {
  const row = report.comparisons.find((one) => one.primary && one.target === target);
  if (row === undefined) throw new Error(`no primary comparison of ${target}`);
  return row;
}

const slowBy = (factor: number) => ({
  factorOf: ({ target }: { target: string }) => (target === 'glibc' ? factor : 1),
});

/** Share of seeded runs of which something holds. */
function shareOf(runs: number, holds: (seed: number) => boolean): number {
  return Array.from({ length: runs }, (_, seed) => holds(seed)).filter(Boolean).length / runs;
}

describe('an effect that was put in', () => {
  test('of 10 % is called slower or faster, with an interval that holds it', () => {
    const slower = primaryOf(reportOf(slowBy(1.1)));
    expect(slower.verdict).toBe('slower');
    expect(slower.effect.estimate.lower).toBeLessThan(1.1);
    expect(slower.effect.estimate.upper).toBeGreaterThan(1.1);
    expect(primaryOf(reportOf(slowBy(1 / 1.1))).verdict).toBe('faster');
  });

  test('of 2 %, seen well, differs within the margin', () => {
    expect(primaryOf(reportOf({ ...slowBy(1.02), deviation: 0.004 })).verdict).toBe(
      'differs within the margin',
    );
  });

  test('of 3 % is found in nine of ten runs of 19 blocks where a block deviates by 2.4 %', () => {
    const found = ['slower', 'differs', 'differs within the margin'];
    const share = shareOf(100, (seed) =>
      found.includes(
        primaryOf(reportOf({ ...slowBy(1.03), blocks: 19, deviation: 0.024, seed })).verdict ?? '',
      ),
    );
    expect(share).toBeGreaterThanOrEqual(0.9);
  });

  test('of the size of the margin is not called equivalent, nor slower', () => {
    const verdicts = Array.from(
      { length: 100 },
      (_, seed) => primaryOf(reportOf({ ...slowBy(1.03), deviation: 0.006, seed })).verdict,
    );
    expect(
      verdicts.filter((verdict) => verdict === 'equivalent' || verdict === 'slower').length,
    ).toBeLessThanOrEqual(6);
  });
});

describe('two arms that are the same', () => {
  test('are not called different', () => {
    const different = shareOf(150, (seed) => {
      const { verdict } = primaryOf(reportOf({ seed, blocks: 12 }));
      return verdict !== 'equivalent' && verdict !== 'unsettled';
    });
    expect(different).toBeLessThanOrEqual(0.08);
  });

  test('are called equivalent where they are known well, and get no verdict where not, with the effect that could have been found', () => {
    const known = primaryOf(reportOf({ deviation: 0.01 }));
    expect(known.verdict).toBe('equivalent');
    expect(known.detectable).toBeLessThan(0.03);
    const unknown = primaryOf(reportOf({ deviation: 0.2 }));
    // Its control is not known either, so that the run is not valid for timing.
    expect(unknown.verdict).toBeNull();
    expect(unknown.detectable).toBeGreaterThan(0.1);
  });

  test('are not called equivalent where the control of the workload fails, and the run is not valid for timing', () => {
    const report = reportOf({ deviation: 0.005, factorOf: ({ control }) => (control ? 1.02 : 1) });
    const row = primaryOf(report);
    expect(row.verdict).toBeNull();
    expect(row.notes.join()).toContain('A/A control of this workload did not pass');
    expect(report.run.timing.verdict).toBe('not valid for timing');
    expect(report.run.timing.reasons.join()).toMatch(/A\/A control churn local .* differs from itself/);
    expect(report.validity.find(({ id }) => id === 'control-arm')?.verdict).toBe('fail');
  });
});

test('a healthy run is valid for timing, and its control passes', () => {
  const report = reportOf({});
  expect(report.run.timing).toEqual({ verdict: 'valid for timing', reasons: [] });
  expect(report.validity.find(({ id }) => id === 'control-arm')?.verdict).toBe('pass');
});

test('a control that is too noisy to say anything does not pass', () => {
  const { timing } = reportOf({ deviation: 0.2 }).run;
  expect(timing.verdict).toBe('not valid for timing');
  expect(timing.reasons.join()).toContain('not within 3 %');
});

test('verdicts are held to the size of the family: a difference that one comparison shows may be lost among many', () => {
  const options = { ...slowBy(1.02), deviation: 0.02, blocks: 16 };
  const alone = primaryOf(reportOf(options));
  const sizes = Array.from({ length: 30 }, (_, i) => `fixed:${i + 1}`);
  const many = reportOf({ ...options, sizes });
  const rows = many.comparisons.filter((row) => row.primary && !row.control);
  expect(rows).toHaveLength(30);
  for (const row of rows) {
    expect(row.adjustedP ?? 0).toBeGreaterThanOrEqual(row.pValue ?? 1);
    const { estimate, simultaneous } = row.effect;
    expect(simultaneous?.lower).toBeLessThanOrEqual(estimate.lower);
    expect(simultaneous?.upper).toBeGreaterThanOrEqual(estimate.upper);
  }
  expect(alone.adjustedP).toBe(alone.pValue);
});

test('the family counts what was planned: a comparison whose trials all failed weakens the others as one with p 1', () => {
  const options: TimedRun = { ...slowBy(1.1), sizes: ['fixed:64', 'fixed:8000'], deviation: 0.02 };
  const whole = primaryOf(reportOf(options));
  const lost = primaryOf(
    reportOf({
      ...options,
      lost: (arm) =>
        arm.target === 'glibc' && arm.parameters.sizes === 'fixed:8000'
          ? { state: 'failed', reason: 'timeout', detail: '', stderrTail: '' }
          : null,
    }),
  );
  expect(lost.adjustedP).toBeGreaterThanOrEqual((lost.pValue ?? 0) * 2);
  expect(whole.verdict).toBe('slower');
  expect(lost.verdict).toBe('slower');
});

describe('data that cannot carry a verdict', () => {
  test('fewer than six blocks: median and range, no verdict, not valid for timing', () => {
    const report = reportOf({ blocks: 5 });
    const row = report.comparisons.find(({ metric }) => metric === 'operation_cost_seconds');
    expect(row).toMatchObject({ primary: false, verdict: null, pValue: null });
    expect(row?.effect.estimate.intervalKind).toBe('range');
    expect(report.run.timing.reasons.join()).toContain('with 5 blocks the A/A control is not judged');
  });

  test('one block: the ratio, and that nothing is known of how far it varies', () => {
    const report = reportOf({ blocks: 1 });
    const row = report.comparisons.find(({ metric }) => metric === 'operation_cost_seconds');
    expect(row?.effect.estimate).toMatchObject({ n: 1, intervalKind: 'range' });
    expect(row?.notes.join()).toContain('one block');
  });

  test('blocks without a partner are left out and said', () => {
    const row = primaryOf(
      reportOf({
        lost: (arm, { block }) =>
          arm.target === 'glibc' && block < 4 ? { state: 'skipped', reason: 'no memory' } : null,
      }),
    );
    expect(row.effect.estimate.n).toBe(17);
    expect(row.notes).toContain('3 values without a partner in its block left out');
  });

  test('too few blocks left for the level of the family: an interval and no verdict', () => {
    const row = primaryOf(
      reportOf({
        ...slowBy(1.5),
        sizes: ['fixed:1', 'fixed:2', 'fixed:3', 'fixed:4'],
        lost: (arm, { block }) =>
          arm.target === 'glibc' && block > 6 ? { state: 'skipped', reason: 'no memory' } : null,
      }),
    );
    expect(row).toMatchObject({ verdict: 'unsettled', detectable: null });
    expect(row.effect.simultaneous).toBeNull();
    expect(row.notes).toContain('6 blocks are too few for the level of its family');
  });

  test('times that are equal in all blocks: no interval of width zero, and no verdict', () => {
    const row = primaryOf(reportOf({ exactNs: () => 100 }));
    expect(row).toMatchObject({ verdict: null, pValue: null });
    expect(row.effect.estimate).toMatchObject({ point: 1, intervalKind: 'range' });
    expect(row.notes.join()).toContain('too coarse');
  });

  test('nothing in a report is NaN or infinite, whatever was lost', () => {
    for (const options of [{ blocks: 1 }, { blocks: 5 }, { exactNs: () => 100 }, { exactNs: () => 0 }]) {
      const report = reportOf(options);
      expect(JSON.parse(JSON.stringify(report))).toEqual(report);
    }
  });
});

describe('a run that looks several times', () => {
  const looks = [15, 30, 60];
  const stopAt = (blocks: number): readonly Stop[] => [{ section: 0, blocks, reason: 'precision' }];

  test('is held to a third of the level at each, and its intervals hold for all of them', () => {
    const at = reportOf({ looks }, stopAt(15));
    const fixed = reportOf({ blocks: 15 });
    expect(at.run.family).toMatchObject({ look: 1, blocks: 15, ended: 'precision', decides: true, looks });
    expect(at.run.family?.level).toBeCloseTo(0.05 / 3);
    expect(primaryOf(at).effect.estimate.coverage).toBeGreaterThan(
      primaryOf(fixed).effect.estimate.coverage ?? 1,
    );
  });

  test('what it gave up is not missing', () => {
    const report = reportOf({ looks }, stopAt(30));
    expect(report.run.unrecorded).toBe(0);
    expect(report.sections[0]).toMatchObject({ blocks: 30, planned: 91, completed: 91 });
    expect(report.validity.find(({ id }) => id === 'trials')?.verdict).toBe('pass');
  });

  test('decides nothing between looks, where it was killed', () => {
    const files = timedRun({ looks, ...slowBy(2) });
    const trials = files.trials.filter(({ block }) => block <= 20);
    const report = buildReport(makeRun({ ...files, trials }));
    expect(report.run.family).toMatchObject({ look: null, blocks: 20, ended: 'early', decides: false });
    expect(primaryOf(report).verdict).toBeNull();
    expect(report.run.timing.reasons.join()).toContain('between two looks');
  });

  test('decides at a look after which it was killed, but not once the next block has begun', () => {
    const files = timedRun({ looks, ...slowBy(2) });
    const upTo = (count: number) => files.trials.slice(0, count);
    const perBlock = files.trials.filter(({ block }) => block === 1).length;
    const whole = buildReport(makeRun({ ...files, trials: upTo(1 + 15 * perBlock) }));
    expect(whole.run.family).toMatchObject({ look: 1, ended: 'early', decides: true });
    expect(primaryOf(whole).verdict).toBe('slower');
    const begun = buildReport(makeRun({ ...files, trials: upTo(2 + 15 * perBlock) }));
    expect(begun.run.family).toMatchObject({ look: null, blocks: 15, ended: 'early', decides: false });
  });
});

describe('a run that was to have all its blocks', () => {
  const files = timedRun({ ...slowBy(2), blocks: 20, maxSeconds: 600 });
  const withoutLast = (count: number) => ({
    ...files,
    trials: files.trials.slice(0, files.trials.length - count),
  });

  test.each([
    ['many blocks', 10, 16],
    ['its last trial', 1, 19],
  ])('decides nothing without %s: who ended it may have seen its numbers', (_, lacking, blocks) => {
    const report = buildReport(makeRun(withoutLast(lacking)));
    expect(report.run.family).toMatchObject({ look: null, blocks, ended: 'early', decides: false });
    const row = primaryOf(report);
    expect(row.verdict).toBeNull();
    expect(row.effect.estimate).toMatchObject({ intervalKind: 'confidence' });
    expect(row.effect.estimate.point).toBeCloseTo(2, 1);
    const why = `ended after ${blocks} of 20 blocks, which its plan did not foresee`;
    expect(row.notes.join()).toContain(why);
    expect(report.run.timing).toEqual({ verdict: 'not valid for timing', reasons: [`the run ${why}`] });
    expect(report.validity.find(({ id }) => id === 'trials')).toMatchObject({
      verdict: 'warn',
      seen: expect.stringContaining(`no verdicts: the run ${why}`),
    });
  });

  test('decides where its clock ended it, but not where that part lacks a trial', () => {
    const stops: readonly Stop[] = [{ section: 0, blocks: 16, reason: 'time' }];
    expect(buildReport(makeRun(files, 'id', stops)).run.family).toMatchObject({
      ended: 'time',
      decides: true,
    });
    const cut = buildReport(makeRun(withoutLast(13), 'id', stops));
    expect(cut.run.family).toMatchObject({ blocks: 15, ended: 'early', decides: false });
    // A stop that the plan has no rule for was written by somebody.
    const forged = buildReport(makeRun(timedRun({ ...slowBy(2), blocks: 20 }), 'id', stops));
    expect(forged.run.family).toMatchObject({ blocks: 16, decides: false });
  });

  test('decides nothing where a record was taken out of the middle', () => {
    const lacking = { ...files, trials: files.trials.filter(({ trial }) => trial !== 30) };
    const report = buildReport(makeRun(lacking));
    expect(report.run.family).toMatchObject({ ended: 'gap', decides: false });
    expect(report.run.timing.reasons.join()).toContain('its journal was changed');
  });

  test('decides with trials that failed: these were not chosen by anyone', () => {
    const lost = (_: unknown, { block }: { block: number }) =>
      block > 16 ? ({ state: 'failed', reason: 'timeout', detail: '', stderrTail: '' } as const) : null;
    const report = reportOf({ ...slowBy(2), blocks: 20, lost });
    expect(report.run.family).toMatchObject({ blocks: 20, ended: 'last look', decides: true });
    expect(primaryOf(report).verdict).toBe('slower');
  });
});

test('one link order is not enough for a margin of 3 %, three are', () => {
  expect(reportOf({}).run.family?.linkOrders).toBe(1);
  const orders = ['', '@relink=1', '@relink=2'];
  const targets = orders.flatMap((order) => [`musl${order}`, `glibc${order}`]);
  expect(reportOf({ targets }).run.family?.linkOrders).toBe(3);
});
