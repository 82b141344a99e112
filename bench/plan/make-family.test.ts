import { describe, expect, test } from 'vitest';
import { planOf } from '../../test/fixtures/plans.ts';
import { oneNode, twoNodes } from '../../test/fixtures/topologies.ts';
import type { UserError } from '../user-error.ts';

const small = { workloads: 'churn', set: ['churn.sizes=fixed:64'], targets: 'musl,glibc,glibc+jemalloc' };

function errorOf(work: () => unknown): UserError {
  try {
    work();
  } catch (error) {
    return error as UserError;
  }
  throw new Error('no error was thrown');
}

test('every target is compared with the baseline and the control too, in throughput trials of the same work', () => {
  const { plan } = planOf({ ...small, placements: 'local,spread', blocks: '12' }, twoNodes);
  const { family } = plan;
  const arms = new Map(plan.sections[0]?.arms.map((arm) => [arm.id, arm]));
  const pairs = family?.comparisons.map(({ arm, baselineArm }) => {
    const [own, base] = [arms.get(arm), arms.get(baselineArm)];
    expect(own?.mode).toBe('throughput');
    expect(base?.target).toBe('musl');
    expect(own?.placement).toBe(base?.placement);
    return `${own?.target} ${own?.placement}`;
  });
  expect(pairs?.sort()).toEqual([
    'glibc local',
    'glibc spread',
    'glibc+jemalloc local',
    'glibc+jemalloc spread',
  ]);
  expect(family?.controls).toHaveLength(2);
  expect(family).toMatchObject({ section: 0, alpha: 0.05, controlAlpha: 0.01, margin: 0.03, looks: [12] });
});

test('the family is of the section with times: a guest beside it has none', () => {
  const { plan } = planOf({ ...small, blocks: '12' }, oneNode);
  expect(plan.sections.map(({ machine }) => machine)).toEqual(['virtual', 'host']);
  expect(plan.family?.section).toBe(1);
  expect(planOf({ ...small, machine: 'virtual' }).plan.family).toBeUndefined();
});

test('fewer than six blocks are no design for verdicts, and have no family', () => {
  expect(planOf({ ...small, blocks: '5' }).plan.family).toBeUndefined();
  expect(planOf({ quick: true }).plan.family).toBeUndefined();
});

describe('a number of blocks that cannot reach what the family asks', () => {
  test('is refused with the number that can', () => {
    // 2^-(n-1) must reach 0.05/2 for the two comparisons and 0.01/1 for the control.
    const error = errorOf(() => planOf({ ...small, blocks: '7' }, oneNode));
    expect(error.message).toContain('7 blocks cannot decide 2 comparisons with 1 control');
    expect(error.hint).toContain('--blocks 8 or more');
    expect(planOf({ ...small, blocks: '8' }, oneNode).plan.family).toBeDefined();
  });

  test.each([oneNode, twoNodes])('is never what the preset chooses', (topology) => {
    const { plan } = planOf({}, topology);
    const { family } = plan;
    const smallest = 2 ** -((family?.looks[0] ?? 0) - 1);
    expect(smallest).toBeLessThanOrEqual(0.05 / (family?.comparisons.length ?? 1));
    expect(smallest).toBeLessThanOrEqual(0.01 / (family?.controls.length ?? 1));
  });
});

describe('a run with --precision', () => {
  const looksOf = (options: object) => planOf({ ...small, ...options }, oneNode).plan.family?.looks;

  test('looks at 15, 30 and 60 blocks, and holds the blocks of the last look', () => {
    const { plan } = planOf({ ...small, precision: '2%' }, oneNode);
    expect(plan.family).toMatchObject({ looks: [15, 30, 60], precision: 0.02, maxSeconds: null });
    expect(plan.sections[1]?.blocks).toBe(60);
  });

  test('has as many looks as fit into --max-time', () => {
    expect(looksOf({ precision: '2%', maxTime: '60m' })?.at(-1)).toBeGreaterThan(60);
    for (const blocks of looksOf({ precision: '2%', maxTime: '1h' }) ?? [])
      expect(Math.log2(blocks / 15) % 1).toBe(0);
    expect(looksOf({ precision: '2%', maxTime: '5m' })?.[0]).toBe(15);
  });

  test('leaves out looks at which nothing could be decided', () => {
    const sizes = 'churn.sizes=fixed:8,fixed:16,fixed:32,fixed:64';
    const slots = `churn.slots=${Array.from({ length: 12 }, (_, i) => 10 * (i + 1)).join(',')}`;
    const many = { workloads: 'churn', set: [sizes, slots, 'churn.touch=none,all'] };
    const { plan } = planOf({ ...many, precision: '2%', machine: 'host', nodes: '0' }, oneNode);
    expect(plan.family?.comparisons.length).toBeGreaterThan(273);
    expect(plan.family?.looks).toEqual([30, 60]);
  });

  test('is refused where the time is too short, or nothing is timed', () => {
    const short = errorOf(() => planOf({ ...small, precision: '2%', maxTime: '2s' }, oneNode));
    expect(short.message).toMatch(/^--max-time .* is too short: 15 blocks, .*take about/);
    const counts = errorOf(() => planOf({ ...small, precision: '2%', machine: 'virtual' }));
    expect(counts.message).toContain('--precision is about times');
    const alone = errorOf(() => planOf({ ...small, targets: 'musl', precision: '2%' }));
    expect(alone.message).toContain('compares none');
  });
});

test('--max-time alone gives as many blocks as fit, looked at once', () => {
  const { plan } = planOf({ ...small, maxTime: '10m', machine: 'host', nodes: '0' }, oneNode);
  expect(plan.family?.looks).toEqual([plan.sections[0]?.blocks]);
  expect(plan.sections[0]?.blocks).toBeGreaterThan(100);
  expect(plan.family?.maxSeconds).toBe(600);
});
