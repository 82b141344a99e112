import { expect, test } from 'vitest';
import type { Arm } from '../../../results/schema/plan.ts';
import { makeCounters } from '../../../test/fixtures/counters.ts';
import { judgeTimedArms, noise } from '../../../test/fixtures/runs/judge-timed-arms.ts';
import { creationLock } from './p4-creation-lock.ts';

interface Case {
  /** Futex waits per creation. */
  readonly waits: number;
  /** How many times as dear creation is with counters, and at once. */
  readonly inflation?: number;
  readonly slowdown?: number;
}

const timing =
  ({ waits, inflation = 1.1, slowdown = 3 }: Case) =>
  (arm: Arm, block: number) => {
    const atOnce = arm.parameters.style === 'concurrent' ? slowdown : 1;
    const costNs = 1e4 * atOnce * (arm.counters === true ? inflation : 1) * noise(block + atOnce);
    if (arm.counters !== true) return { costNs };
    const futex = { calls: 0, waits: waits * 1000 + block, refusedWaits: 0, wakes: 0, idleWakes: 0 };
    return { costNs, counts: { operations: 1000, counters: makeCounters({ futex }) } };
  };
const judge = (one: Case) => judgeTimedArms(creationLock, { timing: timing(one) });

test('it is supported where creators wait for a lock of the libc and counting cost little', () => {
  const { verdict, because, evidence } = judge({ waits: 0.8 });
  expect(verdict).toBe('supported');
  expect(because).toMatch(/^musl: waits per creation 0\.8\d \(0\.80 to 0\.81, n = 8\)/);
  expect(evidence).toHaveLength(6);
});

test('it is refuted where creators slow each other down and hardly wait for a futex', () => {
  expect(judge({ waits: 0.02 }).verdict).toBe('refuted');
});

test('it is unsettled where counting made creation dear, waits lie between, or nothing slows down', () => {
  expect(judge({ waits: 0.8, inflation: 2 }).verdict).toBe('unsettled');
  expect(judge({ waits: 0.3 }).verdict).toBe('unsettled');
  expect(judge({ waits: 0.02, slowdown: 1 }).verdict).toBe('unsettled');
});

test('it needs a node with four CPUs, and is not run without counts', () => {
  const small = judgeTimedArms(creationLock, { timing: timing({ waits: 0.8 }), cpusPerNode: 2 });
  expect(small).toMatchObject({ verdict: 'needs-hardware', evidence: [] });
  expect(judgeTimedArms(creationLock, { timing: () => null }).verdict).toBe('not-run');
  const uncounted = judgeTimedArms(creationLock, {
    timing: (arm, block) => {
      const { costNs } = timing({ waits: 0.8 })(arm, block);
      const futex = { unavailable: 'perf_event_open is forbidden' };
      return { costNs, counts: { counters: makeCounters({ futex }) } };
    },
  });
  expect(uncounted).toMatchObject({ verdict: 'not-run' });
  expect(uncounted.because).toContain('perf_event_open is forbidden');
});
