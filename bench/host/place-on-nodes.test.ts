import { constants } from 'node:os';
import { describe, expect, test } from 'vitest';
import { buildForbidCalls } from '../../test/fixtures/forbid-calls.ts';
import type { SystemCallProbe } from '../addon/addon.ts';
import { addonPath, loadAddon } from '../addon/load-addon.ts';
import { findLabRoot } from '../lab-root.ts';
import { findProgram } from './find-program.ts';
import { canPlaceOnNodes } from './place-on-nodes.ts';
import { type RunTool, runTool } from './run-tool.ts';

const hasTools = (await findProgram('numactl')) !== undefined && (await findProgram('gcc')) !== undefined;
const addon = addonPath(findLabRoot());
const { EPERM, ENOSYS } = constants.errno;

/** Runs tools under a seccomp filter, as a container does. */
async function runWithout(calls: string, errno: number): Promise<RunTool> {
  const forbid = await buildForbidCalls();
  return (program, args) => runTool(forbid, [`${errno}`, calls, program, ...args]);
}

describe.skipIf(!hasTools)('without the addon', () => {
  test.each([
    ['mbind,move_pages', EPERM],
    ['mbind,move_pages', ENOSYS],
    ['set_mempolicy,get_mempolicy,mbind,move_pages', EPERM],
    ['set_mempolicy,get_mempolicy,mbind,move_pages', ENOSYS],
  ])('node questions are refused under a filter that forbids %s with errno %d', async (calls, errno) => {
    const answer = await canPlaceOnNodes(undefined, await runWithout(calls, errno));
    expect(answer).toMatchObject({
      possible: false,
      reason: expect.stringContaining('place memory on nodes'),
    });
    expect(answer).not.toMatchObject({ reason: expect.stringContaining('\n') });
  });

  test('numactl still binds CPUs there, so times on one node stay possible', async () => {
    const run = await runWithout('set_mempolicy,get_mempolicy,mbind,move_pages', EPERM);
    expect(await run('numactl', ['--physcpubind=all', 'true'])).toMatchObject({ state: 'exited', code: 0 });
  });

  test('a filter that forbids other things does not matter', async () => {
    const run = await runWithout('perf_event_open', EPERM);
    const unfiltered = await canPlaceOnNodes(undefined);
    expect(await canPlaceOnNodes(undefined, run)).toEqual(unfiltered);
  });
});

describe('with the addon', () => {
  const works: readonly SystemCallProbe[] = (['set_mempolicy', 'mbind', 'move_pages'] as const).map(
    (call) => ({
      call,
      state: 'works',
    }),
  );

  test('node questions are possible when the calls they need work', async () => {
    const probes: SystemCallProbe[] = [
      ...works,
      { call: 'perf_event_open', state: 'refused', error: 'EACCES' },
    ];
    expect(await canPlaceOnNodes(probes)).toEqual({ possible: true });
  });

  test('a refused call is named with the answer of the kernel', async () => {
    const probes: SystemCallProbe[] = [...works, { call: 'move_pages', state: 'refused', error: 'EPERM' }];
    expect(await canPlaceOnNodes(probes)).toMatchObject({
      possible: false,
      reason: expect.stringContaining('move_pages: EPERM'),
    });
  });
});

test.skipIf(!hasTools || loadAddon(addon) === undefined)(
  'the compiled addon sees a filter in its own process',
  async () => {
    const run = await runWithout('mbind', EPERM);
    const script = 'console.log(JSON.stringify(require(process.argv[1]).probeSystemCalls()))';
    const answer = await run(process.execPath, ['-e', script, addon]);
    expect(answer).toMatchObject({ stdout: expect.stringContaining('{"call":"mbind","error":"EPERM"}') });
  },
);

test('a machine without numactl says that', async () => {
  const missing: RunTool = async () => ({ state: 'failed', detail: 'numactl not found' });
  expect(await canPlaceOnNodes(undefined, missing)).toMatchObject({
    reason: expect.stringContaining('numactl not found'),
  });
});
