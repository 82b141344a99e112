import { expect, test } from 'vitest';
import { sectionsOf } from '../../test/fixtures/plans.ts';

/** Tests of `classic` with placement and threads, as a guest of two nodes runs them. */
function classicArms(options: Readonly<Record<string, unknown>> = {}): readonly string[] {
  const [section] = sectionsOf({ machine: 'virtual', workloads: 'classic', targets: 'musl', ...options });
  const arms = section?.arms.filter(({ workload, control }) => workload === 'classic' && !control) ?? [];
  return arms.map(({ parameters, placement, processes }) => {
    const threads = processes.reduce((sum, process) => sum + process.threads.length, 0);
    return `${parameters.test} ${placement} ${threads}`;
  });
}

test('tests for one thread get one, tests for two get two', () => {
  const arms = classicArms();
  expect(arms).toContain('lock local 1');
  expect(arms).toContain('slots-shared local 2');
  expect(arms).toContain('slots-shared spread 2');
  expect(arms.filter((arm) => arm.startsWith('lock'))).toEqual([
    'lock local 1',
    'lock-single-threaded local 1',
  ]);
});

test('a test that was asked for runs with the threads of its own row only', () => {
  expect(classicArms({ set: ['classic.test=lock'] })).toEqual(['lock local 1']);
  expect(classicArms({ set: ['classic.test=lock,slots-local'] })).toEqual([
    'lock local 1',
    'slots-local local 2',
    'slots-local spread 2',
  ]);
});

test('a run of a classic test is an operation, whatever the preset does', () => {
  const [section] = sectionsOf({ machine: 'virtual', workloads: 'classic', targets: 'musl' });
  const arms = section?.arms.filter(({ workload }) => workload === 'classic') ?? [];
  expect(new Set(arms.map((arm) => arm.operationsPerThread))).toEqual(new Set([1]));
});
