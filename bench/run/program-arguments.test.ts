import { expect, test } from 'vitest';
import { makeArm } from '../../test/fixtures/runs/make-run.ts';
import { makeArguments, makeTrialCommand } from './program-arguments.ts';

const arm = makeArm({ id: 'a', workload: 'churn', target: 'musl' });
const [process] = arm.processes;
if (process === undefined) throw new Error('no process');

test('processes side by side wait at the gate and know which part of the trial they are', () => {
  const split = { ...arm, processes: [process, { ...process }, { ...process }] };
  const parts = split.processes.map((one) => {
    const line = makeArguments(split, one, '7');
    return line.slice(line.indexOf('--gate'), line.indexOf('--gate') + 3);
  });
  expect(parts).toEqual([1, 2, 3].map((part) => ['--gate', '--part', `${part}/3`]));
});

test('counters are asked for where a timed arm has them', () => {
  const timed = { ...arm, mode: 'throughput' as const };
  expect(makeArguments(timed, process, '7')).not.toContain('--counters');
  const line = makeArguments({ ...timed, counters: true }, process, '7');
  expect(line.slice(line.indexOf('--counters')).slice(0, 2)).toEqual(['--counters', 'on']);
});

test('a process alone has nobody to wait for', () => {
  const line = makeArguments(arm, process, '7');
  expect(line).not.toContain('--gate');
  expect(line).not.toContain('--part');
});

test('a machine is told of balancing where the arm sets it', () => {
  const planned = { trial: 1, block: 1, arm: 'a', seed: '7' };
  expect(makeTrialCommand(arm, planned, 1000)).not.toHaveProperty('numaBalancing');
  expect(makeTrialCommand({ ...arm, numaBalancing: '1' }, planned, 1000).numaBalancing).toBe('1');
});
