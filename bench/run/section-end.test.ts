import { expect, test } from 'vitest';
import type { Stop } from '../../results/schema/family.ts';
import type { TrialRecord } from '../../results/schema/trial.ts';
import { exitedWith, makeFakeMachine } from '../../test/fixtures/fake-machine.ts';
import { planOf } from '../../test/fixtures/plans.ts';
import { makeLines, makeProof, renderLines } from '../../test/fixtures/program-output.ts';
import { oneNode } from '../../test/fixtures/topologies.ts';
import type { RunEvent } from './run-event.ts';
import { runPlan } from './run-plan.ts';

const asked = {
  workloads: 'churn',
  set: ['churn.sizes=fixed:64'],
  targets: 'musl,glibc',
  nodes: '0',
  machine: 'host',
};
const proof = makeProof('musl');

interface Asked {
  readonly options: object;
  readonly isPrecise?: (records: readonly TrialRecord[]) => boolean;
  /** What the clock says a trial took. */
  readonly trialSeconds?: number;
}

async function start({ options, isPrecise = () => false, trialSeconds = 0.01 }: Asked) {
  const { plan } = planOf({ ...asked, ...options }, oneNode);
  const [records, stops, events]: [TrialRecord[], Stop[], RunEvent[]] = [[], [], []];
  let seconds = 0;
  const arms = new Map(plan.sections.flatMap((section) => section.arms).map((arm) => [arm.id, arm]));
  const trials = plan.sections.flatMap((section) => section.trials);
  const summary = await runPlan(plan, {
    openMachine: async ({ machine }) =>
      makeFakeMachine(machine, (command) => {
        seconds += trialSeconds;
        const arm = arms.get(trials.find(({ trial }) => trial === command.trial)?.arm ?? '');
        return exitedWith(...(arm?.processes ?? []).map((spec) => renderLines(makeLines(spec, proof))));
      }),
    journal: { append: async (record) => void records.push(record), close: async () => {} },
    observer: (event) => events.push(event),
    signal: new AbortController().signal,
    proofs: new Map([...arms.values()].map(({ target }) => [target, proof])),
    clock: { nowUtc: () => '2026-01-01T00:00:00.000Z', seconds: () => seconds },
    isPrecise,
    recordStop: async (stop) => void stops.push(stop),
  });
  return { plan, summary, records, stops, events };
}

test('a run ends at the first look at which it is precise, after a whole block, and says so', async () => {
  const seen: number[] = [];
  const { plan, summary, records, stops, events } = await start({
    options: { precision: '2%' },
    isPrecise: (so) => {
      const blocks = Math.max(...so.map(({ block }) => block));
      seen.push(blocks);
      return blocks >= 30;
    },
  });
  expect(plan.sections[0]?.blocks).toBe(60);
  expect(seen).toEqual([15, 30]);
  expect(stops).toEqual([{ section: 0, blocks: 30, reason: 'precision' }]);
  const arms = (plan.sections[0]?.arms.length ?? 0) - 1;
  expect(records).toHaveLength(1 + 30 * arms);
  expect(summary).toMatchObject({ planned: records.length, completed: records.length, interrupted: false });
  expect(events.map(({ type }) => type)).toContain('section-stopped');
});

test('a run that never is precise goes on to its last look and records no stop', async () => {
  const { records, stops } = await start({ options: { precision: '2%' } });
  expect(Math.max(...records.map(({ block }) => block))).toBe(60);
  expect(stops).toEqual([]);
});

test('a machine that is slower than the estimate ends a run with --max-time early, at a whole block', async () => {
  const { plan, records, stops } = await start({ options: { maxTime: '2m' }, trialSeconds: 1 });
  const perBlock = (plan.sections[0]?.arms.length ?? 0) - 1;
  expect(stops[0]?.reason).toBe('time');
  expect(stops[0]?.blocks).toBeLessThan(plan.sections[0]?.blocks ?? 0);
  expect(records).toHaveLength(1 + (stops[0]?.blocks ?? 0) * perBlock);
  expect(records.length).toBeLessThanOrEqual(120);
});

test('a run without either flag runs every block', async () => {
  const { summary, stops } = await start({ options: { blocks: '8' }, isPrecise: () => true });
  expect(stops).toEqual([]);
  expect(summary.completed).toBe(summary.planned);
});
