import { expect, test } from 'vitest';
import type { Arm, Section } from '../../results/schema/plan.ts';
import { makeProgressLogger } from './progress-logger.ts';

const arm: Arm = {
  id: 'h001',
  workload: 'churn',
  parameters: { sizes: 'fixed:64' },
  target: 'musl',
  placement: 'local',
  mode: 'throughput',
  control: false,
  scheduleDependent: false,
  processes: [
    { threads: [{ role: 'worker', node: 0, cpu: 0 }], numactl: ['--physcpubind=0'], boundNodes: [] },
  ],
  samples: 1,
  warmupSamples: 0,
  operationsPerThread: 1,
};
const section: Section = {
  machine: 'host',
  purpose: 'one-node',
  nodes: [0],
  blocks: 3,
  arms: [arm, { ...arm, id: 'h002', target: 'glibc' }],
  trials: [],
};
const planned = { trial: 4, block: 2, arm: 'h001', seed: '1' };
const progress = { done: 4, total: 9, secondsLeft: 61 };

function makeLog(isTTY: boolean, columns = 200) {
  const writes: string[] = [];
  const logger = makeProgressLogger({ isTTY, columns, write: (text) => writes.push(text) });
  logger.observe({ type: 'section-opening', section });
  return { ...logger, writes };
}

test('a terminal gets one line before each trial and nothing until it has ended', () => {
  const { observe, writes } = makeLog(true);
  observe({ type: 'trial-starting', section, arm, planned, progress });
  expect(writes).toEqual(['\r\u001b[2Khost: 4/9 trials, block 2/3, about 61 s left, churn local musl']);
});

test('the line never wraps', () => {
  const { observe, writes } = makeLog(true, 30);
  observe({ type: 'trial-starting', section, arm, planned, progress });
  expect(writes[0]?.replace('\r\u001b[2K', '')).toHaveLength(29);
});

test('without a terminal a long block says every half minute how far it is', () => {
  const writes: string[] = [];
  let nowMs = 0;
  const stream = { isTTY: false, columns: 80, write: (text: string) => writes.push(text) };
  const { observe } = makeProgressLogger(stream, () => nowMs);
  observe({ type: 'section-opening', section });
  for (const [seconds, done] of [
    [0, 4],
    [20, 5],
    [31, 6],
    [50, 7],
    [62, 8],
  ] as const) {
    nowMs = seconds * 1000;
    observe({ type: 'trial-starting', section, arm, planned, progress: { ...progress, done } });
  }
  expect(writes.map((line) => line.split(' trials')[0])).toEqual(['host: 4/9', 'host: 6/9', 'host: 8/9']);
});

test('without a terminal there is one plain line for each block', () => {
  const { observe, writes } = makeLog(false);
  for (const block of [0, 1, 1, 2]) {
    observe({ type: 'trial-starting', section, arm, planned: { ...planned, block }, progress });
  }
  expect(writes).toEqual([
    'host: 4/9 trials, calibration, about 61 s left\n',
    'host: 4/9 trials, block 1/3, about 61 s left\n',
    'host: 4/9 trials, block 2/3, about 61 s left\n',
  ]);
});

test('failed and skipped trials get a line of their own, completed ones none', () => {
  const { observe, writes } = makeLog(false);
  const identity = { schema: 1, machine: 'host', ...planned } as const;
  observe({
    type: 'trial-ended',
    arm,
    record: {
      ...identity,
      state: 'failed',
      reason: 'timeout',
      detail: 'not done after 60 s',
      stderrTail: '',
    },
  });
  observe({ type: 'trial-ended', arm, record: { ...identity, state: 'skipped', reason: 'forbidden' } });
  expect(writes).toEqual([
    'trial 4 failed (timeout), churn local musl: not done after 60 s\n',
    'trial 4 skipped, churn local musl: forbidden\n',
  ]);
});
