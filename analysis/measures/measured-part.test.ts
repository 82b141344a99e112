import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { TrialRecord } from '../../results/schema/trial.ts';
import { chartedRun } from '../../test/fixtures/runs/charted-run.ts';
import { exampleRun } from '../../test/fixtures/runs/example-run.ts';
import { makeRun } from '../../test/fixtures/runs/make-run.ts';
import { passesRun } from '../../test/fixtures/runs/passes-run.ts';
import { timedRun } from '../../test/fixtures/runs/timed-run.ts';
import { assembleReport, buildReport } from '../build-report.ts';
import type { RunPart } from '../load-run.ts';
import type { Report } from '../report.ts';
import type { WholeRun } from '../run.ts';
import { typescriptEngine } from '../stats/resampling/typescript-engine.ts';
import { joinSpoken, observeRun } from './measure-run.ts';
import { joinParts, measurePart } from './measured-part.ts';
import { ownArms } from './own-arms.ts';

const runs = {
  'host and guest': exampleRun(),
  'verdicts on times': timedRun(),
  'a series, blow-up and hand-overs': chartedRun(),
  'long passes': passesRun({ seed: 3, workloads: ['churn'], targets: ['musl', 'glibc'] }),
};

/** As a thread would read it: the trials of its arms, at their lines of the journal. */
function takePart(run: WholeRun, count: number, part: number): RunPart {
  const isOwn = ownArms(run.plan, count, part);
  const lines = run.sections.map(({ trials }) => new Map(trials.map(({ trial }, line) => [trial, line])));
  const sections = run.sections.map((section) => ({
    ...section,
    trials: section.trials.filter(({ arm }) => isOwn(arm)),
  }));
  const records = sections.reduce((sum, { trials }) => sum + trials.length, 0);
  return { run: { ...run, sections, journal: { ...run.journal, records } }, lines };
}

function reportInParts(run: WholeRun, count: number): Report {
  const parts = Array.from({ length: count }, (_, part) => takePart(run, count, part));
  const observed = parts.map((part) => observeRun(part.run));
  const spoken = joinSpoken(observed.map((one) => one.spoken));
  const measured = parts.flatMap((part, index) => {
    const own = observed[index];
    return own === undefined ? [] : [measurePart(part, own, spoken, typescriptEngine)];
  });
  const joined = joinParts(run, measured);
  return assembleReport(joined.run, joined.measures);
}

describe.each(Object.entries(runs))('of a run with %s', (_, files) => {
  const run = makeRun(files);
  const whole = buildReport(run);
  test.each([1, 2, 3, 7])('the report of %i parts is that of the whole', (count) => {
    expect(reportInParts(run, count)).toEqual(whole);
  });
});

test('a journal in another order, with failures, gives the same in parts', () => {
  const files = exampleRun();
  const shuffled = fc.shuffledSubarray([...files.trials], { minLength: files.trials.length / 2 });
  fc.assert(
    fc.property(shuffled, fc.nat(), (trials, salt) => {
      const failed = trials.map((trial, index) => ((index + salt) % 7 === 0 ? fail(trial) : trial));
      const run = makeRun({ ...files, trials: failed });
      expect(reportInParts(run, 3)).toEqual(buildReport(run));
    }),
    { numRuns: 10, seed: 1 },
  );
});

function fail({ schema, trial, block, arm, seed, machine }: TrialRecord): TrialRecord {
  const identity = { schema, trial, block, arm, seed, machine };
  return { ...identity, state: 'failed', reason: 'timeout', detail: '', stderrTail: '' };
}

test('what was counted as 0 in one part is told there when another part counted more', () => {
  const files = exampleRun();
  const run = makeRun(files);
  const observed = observeRun(takePart(run, 2, 0).run);
  const told = (spoken: typeof observed.spoken) =>
    measurePart(takePart(run, 2, 0), observed, spoken, typescriptEngine).measures.flatMap(
      ({ estimates }) => estimates,
    ).length;
  const everything = observed.observations.map(
    (all) => new Set(all.map(({ metric, subject }) => JSON.stringify([metric.name, subject]))),
  );
  expect(told(everything)).toBeGreaterThan(told(observed.spoken));
});

test('arms that are held against each other stay together, and every arm has one owner', () => {
  const { plan } = exampleRun();
  const owners = [0, 1, 2].map((part) => ownArms(plan, 3, part));
  for (const { arms } of plan.sections)
    for (const arm of arms) {
      expect(owners.filter((isOwn) => isOwn(arm.id))).toHaveLength(1);
      const { workload, parameters, mode } = arm;
      const question = JSON.stringify([workload, parameters, mode]);
      const same = arms.filter(
        (one) => JSON.stringify([one.workload, one.parameters, one.mode]) === question,
      );
      const owner = owners.find((isOwn) => isOwn(arm.id));
      // Alike in threads too.
      const threads = (one: typeof arm) => one.processes.flatMap((process) => process.threads).length;
      for (const other of same.filter((one) => threads(one) === threads(arm)))
        expect(owner?.(other.id)).toBe(true);
    }
  expect(owners.map((isOwn) => isOwn(undefined))).toEqual([true, false, false]);
  expect(owners.map((isOwn) => isOwn('no such arm'))).toEqual([true, false, false]);
});
