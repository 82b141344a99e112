import { expect, test } from 'vitest';
import type { Plan } from '../../results/schema/plan.ts';
import type { TrialRecord } from '../../results/schema/trial.ts';
import { exitedWith, makeFakeMachine } from '../../test/fixtures/fake-machine.ts';
import { planOf } from '../../test/fixtures/plans.ts';
import { makeLines, makeProof, renderLines } from '../../test/fixtures/program-output.ts';
import { oneNode } from '../../test/fixtures/topologies.ts';
import type { Earlier } from './earlier.ts';
import type { RunEvent } from './run-event.ts';
import { runPlan } from './run-plan.ts';

const proof = makeProof('musl');
const trialSeconds = 2;

interface Session {
  readonly plan: Plan;
  readonly earlier?: Earlier;
  readonly check?: (trial: number) => string;
  readonly isPrecise?: (records: readonly TrialRecord[]) => boolean;
}

/** One life of a run, on machines that do as they are told. */
async function live({ plan, earlier, check = () => '00000000000000aa', isPrecise = () => false }: Session) {
  const arms = new Map(plan.sections.flatMap((section) => section.arms).map((arm) => [arm.id, arm]));
  const trials = plan.sections.flatMap((section) => section.trials);
  const records: TrialRecord[] = [];
  const events: RunEvent[] = [];
  const opened: string[] = [];
  let seconds = 0;
  const summary = await runPlan(plan, {
    openMachine: async ({ machine }) => {
      opened.push(machine);
      return makeFakeMachine(machine, ({ trial }) => {
        seconds += trialSeconds;
        const arm = arms.get(trials.find((planned) => planned.trial === trial)?.arm ?? '');
        const outputs = arm?.processes.map((spec) => renderLines(makeLines(spec, proof, check(trial)))) ?? [];
        return exitedWith(...outputs);
      });
    },
    journal: { append: async (record) => void records.push(record), close: async () => {} },
    observer: (event) => events.push(event),
    signal: new AbortController().signal,
    proofs: new Map([...arms.values()].map(({ target }) => [target, proof])),
    clock: {
      nowUtc: () => new Date(Date.UTC(2026, 0, 1) + seconds * 1000).toISOString(),
      seconds: () => seconds,
    },
    isPrecise,
    recordStop: async () => {},
    ...(earlier && { earlier }),
  });
  return { records, events, opened, summary };
}

const churn = { workloads: 'churn', set: ['churn.sizes=fixed:64'], targets: 'musl,glibc' };
const small = planOf({ ...churn, quick: true, seed: '1', blocks: '2' }).plan;
const smallCount = small.sections.reduce((sum, { trials }) => sum + trials.length, 0);
const after = (records: readonly TrialRecord[], own: Partial<Earlier> = {}): Earlier => ({
  ...{ records, stops: [], seconds: 0 },
  ...own,
});

test('resumed after any of its trials a run has the records of one that was never stopped', async () => {
  const whole = await live({ plan: small });
  const identity = ({ trial, block, arm, seed, machine, state }: TrialRecord) => ({
    ...{ trial, block, arm, seed, machine, state },
  });
  for (let done = 0; done <= smallCount; done += 1) {
    const earlier = after(whole.records.slice(0, done));
    const rest = await live({ plan: small, earlier });
    expect([...earlier.records, ...rest.records].map(identity)).toEqual(whole.records.map(identity));
    expect(rest.summary).toEqual(whole.summary);
  }
});

test('a machine is opened only for a section that has trials left', async () => {
  const { records } = await live({ plan: small });
  const first = small.sections[0]?.trials.length ?? 0;
  expect((await live({ plan: small, earlier: after(records.slice(0, first)) })).opened).toEqual(['host']);
  expect((await live({ plan: small, earlier: after(records) })).opened).toEqual([]);
});

test('progress and the time left count what was there', async () => {
  const { records } = await live({ plan: small });
  const { events } = await live({ plan: small, earlier: after(records.slice(0, smallCount - 2)) });
  const progress = events.flatMap((event) => (event.type === 'trial-starting' ? [event.progress] : []));
  expect(progress.map(({ done, total }) => [done, total])).toEqual([
    [smallCount - 2, smallCount],
    [smallCount - 1, smallCount],
  ]);
  expect(progress[1]?.secondsLeft).toBeLessThan(trialSeconds);
});

test('equal work must have the check value of a trial before the kill', async () => {
  const { records } = await live({ plan: small });
  const rest = await live({
    ...{ plan: small, earlier: after(records.slice(0, 2)) },
    check: (trial) => (trial === 2 ? 'bbbbbbbbbbbbbbbb' : '00000000000000aa'),
  });
  expect(rest.records[0]).toMatchObject({
    reason: 'check-mismatch',
    detail: expect.stringContaining('other work than trial 1'),
  });
});

const onHost = (own: object) => planOf({ ...churn, nodes: '0', machine: 'host', ...own }, oneNode).plan;
const upTo = (records: readonly TrialRecord[], block: number) => records.filter((one) => one.block <= block);

test('--max-time counts what the run had taken before, pauses apart', async () => {
  const plan = onHost({ maxTime: '3m' });
  const whole = await live({ plan });
  const blocks = Math.max(...whole.records.map(({ block }) => block));
  expect(blocks).toBeLessThan(plan.sections[0]?.blocks ?? 0);
  const half = upTo(whole.records, Math.floor(blocks / 2));
  const rest = await live({ plan, earlier: after(half, { seconds: half.length * trialSeconds }) });
  expect(half.length + rest.records.length).toBe(whole.records.length);
  const late = await live({ plan, earlier: after(half, { seconds: 179 }) });
  expect(late.records).toEqual([]);
  expect(late.events.find(({ type }) => type === 'section-stopped')).toMatchObject({
    stop: { section: 0, blocks: Math.floor(blocks / 2), reason: 'time' },
  });
});

test('a run that was killed right after a look is looked at before it goes on', async () => {
  const plan = onHost({ precision: '2%' });
  const whole = await live({ plan, isPrecise: () => false });
  const seen: number[] = [];
  const rest = await live({
    ...{ plan, earlier: after(upTo(whole.records, 15)) },
    isPrecise: (records) => {
      seen.push(records.length);
      return true;
    },
  });
  expect(seen).toEqual([upTo(whole.records, 15).length]);
  expect(rest.records).toEqual([]);
  expect(rest.summary).toMatchObject({ interrupted: false, planned: upTo(whole.records, 15).length });
});

test('precision is judged by the records before and after together', async () => {
  const plan = onHost({ precision: '2%' });
  const whole = await live({ plan });
  const seen: number[] = [];
  await live({
    ...{ plan, earlier: after(upTo(whole.records, 9)) },
    isPrecise: (records) => {
      seen.push(records.length);
      return true;
    },
  });
  expect(seen).toEqual([upTo(whole.records, 15).length]);
});

test('a section that its rule had ended is not gone on with', async () => {
  const plan = onHost({ precision: '2%' });
  const whole = await live({ plan });
  const stops = [{ section: 0, blocks: 15, reason: 'precision' }] as const;
  const rest = await live({ plan, earlier: after(upTo(whole.records, 15), { stops }) });
  expect(rest.opened).toEqual([]);
  expect(rest.summary).toMatchObject({ interrupted: false, planned: upTo(whole.records, 15).length });
});
