import { expect, test } from 'vitest';
import { sectionsOf } from '../../test/fixtures/plans.ts';

/** Mean of `loguniform:16-4096`. */
const meanBytes = (4096 - 16) / Math.log(4096 / 16);

function largeArms(options: Readonly<Record<string, unknown>> = {}) {
  const [section] = sectionsOf({ machine: 'virtual', ...options });
  return (section?.arms ?? []).filter(
    ({ parameters }) => parameters.slots === '45000' || parameters.objects === '90000',
  );
}

test('memory over live bytes has arms with at least 64 MB live, with one process and one for each node', () => {
  const arms = largeArms();
  expect(new Set(arms.map(({ workload, placement }) => `${workload} ${placement}`))).toEqual(
    new Set(['churn spread', 'churn split', 'phases spread', 'phases split']),
  );
  for (const { workload, parameters, processes } of arms) {
    const threads = processes.flatMap((process) => process.threads).length;
    // Of the two threads of `phases` one has its peak after the other.
    const blocks = workload === 'churn' ? threads * Number(parameters.slots) : Number(parameters.objects);
    expect(blocks * meanBytes).toBeGreaterThan(1.02 * 64e6);
  }
});

test('with other sizes or numbers of blocks they are left out, so that a guest has room for the rest', () => {
  const set = ['churn.sizes=fixed:100000', 'phases.sizes=fixed:8000'];
  expect(largeArms({ set })).toEqual([]);
  expect(largeArms({ set: ['churn.slots=10', 'phases.objects=10'] })).toEqual([]);
});

test('they are counted and not timed, which would add comparisons to decide', () => {
  const [, host] = sectionsOf();
  expect(host?.machine).toBe('host');
  expect(host?.arms.filter(({ parameters }) => parameters.slots === '45000')).toEqual([]);
});
