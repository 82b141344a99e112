import { describe, expect, test } from 'vitest';
import { judge, oneNode } from '../../../../test/fixtures/sys/judge-machine.ts';
import { checkSystemCalls } from './system-calls.ts';

describe('system calls', () => {
  const works = (['set_mempolicy', 'mbind', 'move_pages', 'perf_event_open'] as const).map(
    (call) => ({ call, state: 'works' }) as const,
  );

  test('that the addon saw working pass', async () => {
    expect(await judge(checkSystemCalls, { context: { systemCalls: works } })).toEqual({
      'place-memory': 'pass',
      perf_event_open: 'pass',
      'perf_event_open-hardware': 'unknown',
    });
  });

  test('are unknown where the addon did not try all that placing memory takes', async () => {
    const systemCalls = works.filter(({ call }) => call !== 'move_pages');
    expect(await judge(checkSystemCalls, { context: { systemCalls } })).toMatchObject({
      'place-memory': 'unknown',
    });
  });

  test('are unknown without the addon even when numactl works', async () => {
    expect(await judge(checkSystemCalls, {})).toMatchObject({
      'place-memory': 'unknown',
      perf_event_open: 'unknown',
    });
  });

  test('that are refused fail where trials would need them, and warn where a guest stands in', async () => {
    const context = { systemCalls: [{ call: 'mbind', state: 'refused', error: 'EPERM' } as const] };
    expect(await judge(checkSystemCalls, { context })).toMatchObject({ 'place-memory': 'fail' });
    expect(await judge(checkSystemCalls, { context, nodes: oneNode })).toMatchObject({
      'place-memory': 'warn',
    });
  });
});
