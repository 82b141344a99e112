import { expect, test } from 'vitest';
import { makeArm, makeRun, makeRunFiles, makeVirtualSection } from '../../../test/fixtures/runs/make-run.ts';
import { buildReport } from '../../report/build-report.ts';

test('a run in which a guest broke before a trial began says so, though every trial completed', () => {
  const arms = ['calibrate', 'churn'].map((workload, i) =>
    makeArm({ id: `v${i}`, workload, target: 'musl' }),
  );
  const files = makeRunFiles([makeVirtualSection(arms, 2)], () => ({
    state: 'completed',
    processes: [{ counts: {} }],
  }));
  const judge = (lostStarts: readonly string[]) => {
    const trials = files.trials.map((trial) => {
      const isFirst = trial.trial === 0 && trial.state === 'completed' && trial.machine === 'virtual';
      return isFirst && lostStarts.length > 0 ? { ...trial, lostStarts: [...lostStarts] } : trial;
    });
    return buildReport(makeRun({ ...files, trials })).validity.find(({ id }) => id === 'trials');
  };
  expect(judge([])).toMatchObject({ verdict: 'pass', seen: 'all 3 completed' });
  expect(judge(['no state'])).toMatchObject({
    verdict: 'warn',
    seen: 'all 3 completed, 1 after a guest that broke before it began',
  });
});
