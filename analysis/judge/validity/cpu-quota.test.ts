import { describe, expect, test } from 'vitest';
import type { Fact } from '../../../results/schema/environment.ts';
import type { Throttling } from '../../../results/schema/trial.ts';
import { makeRun } from '../../../test/fixtures/runs/make-run.ts';
import { timedRun } from '../../../test/fixtures/runs/timed-run.ts';
import { buildReport } from '../../report/build-report.ts';

const calm = { periods: 0, throttledPeriods: 0, throttledNs: 0 };

function judge(cpuQuota: Fact | undefined, throttlingOf: (trial: number) => Throttling | undefined) {
  const files = timedRun({ deviation: 0.01 });
  const environment = {
    ...files.environment,
    host: { ...files.environment.host, ...(cpuQuota && { cpuQuota }) },
  };
  const trials = files.trials.map((trial) => {
    const throttling = throttlingOf(trial.trial);
    const isTimed = trial.state === 'completed' && trial.machine === 'host';
    return isTimed && throttling ? { ...trial, throttling } : trial;
  });
  const report = buildReport(makeRun({ ...files, environment, trials }));
  return { fact: report.validity.find(({ id }) => id === 'cpu-quota'), timing: report.run.timing };
}

describe('a quota of CPU time', () => {
  test('that stopped programs makes the times of a run not valid, and says how often and how long', () => {
    const { fact, timing } = judge({ value: '0.4 CPUs' }, (trial) =>
      trial === 3 ? { periods: 184, throttledPeriods: 180, throttledNs: 2_310_000_000 } : calm,
    );
    expect(fact).toMatchObject({
      verdict: 'fail',
      seen: expect.stringMatching(/stopped 1 of \d+ trials, in 180 of 184 periods, for 2\.31 s/),
    });
    expect(timing).toEqual({ verdict: 'not valid for timing', reasons: [`cpu-quota: ${fact?.seen}`] });
  });

  test('around a container is found by the time that it took, though nobody sees the group', () => {
    const hidden = { unavailable: 'there are groups around it' };
    const stopped = judge(hidden, () => ({ ...calm, throttledNs: 5 }));
    expect(stopped.timing.verdict).toBe('not valid for timing');
    expect(judge(hidden, () => calm).fact).toMatchObject({ verdict: 'unknown' });
  });

  test('passes where there is none, or it never ran out', () => {
    expect(judge({ value: 'none' }, () => calm).fact).toMatchObject({ verdict: 'pass' });
    const spare = judge({ value: '4 CPUs' }, () => ({ ...calm, periods: 20 }));
    expect(spare.fact).toMatchObject({ verdict: 'pass', seen: expect.stringContaining('a quota of 4 CPUs') });
    expect(spare.timing.verdict).toBe('valid for timing');
  });

  test('is unknown where the kernel reports it of no trial, and not spoken of in runs that did not look', () => {
    expect(judge({ value: 'none' }, () => undefined).fact).toMatchObject({ verdict: 'unknown' });
    const old = judge(undefined, () => undefined);
    expect(old.fact).toBeUndefined();
    expect(old.timing.verdict).toBe('valid for timing');
  });
});
