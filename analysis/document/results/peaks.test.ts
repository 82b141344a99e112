import { expect, test } from 'vitest';
import { makeCounters } from '../../../test/fixtures/counters.ts';
import { chartedRun } from '../../../test/fixtures/runs/charted-run.ts';
import { makeRun } from '../../../test/fixtures/runs/make-run.ts';
import { buildReport } from '../../report/build-report.ts';
import { makeResults } from './leads.ts';

test('the summary has peak resident over peak live, and TLB shootdowns beside it where they were counted', () => {
  const files = chartedRun();
  const counted = files.trials.map((trial) => {
    if (trial.state !== 'completed' || !trial.arm.startsWith('v-split')) return trial;
    const changed = structuredClone(trial);
    for (const { counts } of changed.processes) {
      counts.operations = 1000;
      counts.counters = makeCounters({ kernel: { cpuMigrations: 0, userFaults: 0, tlbShootdowns: 19 } });
    }
    return changed;
  });
  const tables = makeResults(buildReport(makeRun({ ...files, trials: counted }))).flatMap((block) =>
    block.type === 'table' ? [block] : [],
  );
  const heads = tables.filter(({ caption }) => caption.startsWith('phases')).map(({ heads }) => heads);
  expect(heads).toEqual([
    [['peak/live', 'ratio']],
    [
      ['peak/live', 'ratio'],
      ['shootdown', '1/op'],
    ],
  ]);
  const split = tables.find(({ caption }) =>
    caption.includes('split: Peak resident over peak live (M2), TLB'),
  );
  expect(split?.rows.map(({ cells }) => cells[1]?.[0])).toEqual(['0.0190', '0.0190']);
});
