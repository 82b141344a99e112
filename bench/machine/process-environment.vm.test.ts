import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest';
import { readTopology } from '../host/topology/read-topology.ts';
import type { BuiltTarget } from '../targets/built-target.ts';
import { buildFixtureTarget } from './guest/testing/fixture-target.ts';
import { linkKernels, makeTrial, openTestMachine } from './guest/testing/open-test-machine.ts';
import { openHostMachine } from './host/host-machine.ts';
import type { Machine } from './machine.ts';
import { makeProcessEnvironment } from './process-environment.ts';

const fixture = buildFixtureTarget();
const tuned: BuiltTarget = {
  ...fixture,
  environment: { GLIBC_TUNABLES: 'glibc.malloc.tcache_count=0', MALLOC_CONF: 'a "quoted\\ value', EMPTY: '' },
};
const targets = new Map([
  ['plain', fixture],
  ['tuned', tuned],
]);

const folder = mkdtempSync(join(tmpdir(), 'numa-lab-environment-'));
let guest: Machine;
let host: Machine;

beforeAll(async () => {
  linkKernels(folder);
  guest = await openTestMachine(folder, { targets });
  host = await openHostMachine({ targets, topology: await readTopology() });
});

afterAll(async () => {
  await guest.close();
  await host.close();
  rmSync(folder, { recursive: true });
});

/** What the fixture says in each of these modes, run side by side. */
async function run(machine: Machine, processes: readonly (readonly [target: string, mode: string])[]) {
  const [cpu] = machine.topology.nodes.flatMap(({ cpus }) => cpus);
  const trial = makeTrial([]);
  const output = await machine.runTrial(
    {
      ...trial,
      processes: processes.map(([target, mode]) => ({
        target,
        numactl: [`--physcpubind=${cpu?.cpu}`],
        arguments: [mode],
      })),
    },
    new AbortController().signal,
  );
  if (output.state === 'broken') throw new Error(output.detail);
  return output.processes.map(({ stdout }) => stdout);
}

test('a process has the same environment on the host and in a guest, each target its own', async () => {
  vi.stubEnv('MALLOC_CONF', 'narenas:1');
  onTestFinished(() => void vi.unstubAllEnvs());
  const processes = [
    ['plain', 'environment'],
    ['tuned', 'environment'],
  ] as const;
  const onHost = await run(host, processes);
  expect(await run(guest, processes)).toEqual(onHost);
  const wanted = [fixture, tuned].map((target) =>
    Object.entries(makeProcessEnvironment(target))
      .map(([name, value]) => `${name}=${value}\n`)
      .join(''),
  );
  expect(onHost).toEqual(wanted);
});

test('the environment of a target does not move its stack', async () => {
  const stackOf = (stdout: string | undefined) => (JSON.parse(stdout ?? '') as { stack: string }).stack;
  // Each in a guest of its own from the same state, without address randomisation.
  const [plain] = await run(guest, [['plain', 'frames']]);
  const [other] = await run(guest, [['tuned', 'frames']]);
  expect(stackOf(other)).toBe(stackOf(plain));
});
