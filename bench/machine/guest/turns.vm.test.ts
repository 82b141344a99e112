import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { countModeLine } from '../../../results/schema/wire.ts';
import type { BuiltTarget } from '../../targets/built-target.ts';
import { linkKernels, makeTrial, openTestMachine, runFixture } from './testing/open-test-machine.ts';
import { buildProgramTarget } from './testing/program-target.ts';
import type { VirtualMachine } from './virtual-machine.ts';

// Two pairs need four CPUs, which the machine that runs the tests may not have; the guest does.
const folder = mkdtempSync(join(tmpdir(), 'numa-lab-turns-'));
let program: BuiltTarget;

beforeAll(() => {
  linkKernels(folder);
  program = buildProgramTarget(folder, 'gcc');
});
afterAll(() => rmSync(folder, { recursive: true }));

async function readMemory(machine: VirtualMachine): Promise<readonly number[]> {
  const threads = 'producer=0:0,producer=0:1,consumer=1:2,consumer=1:3';
  const passes = ['--seed', '7', '--mode', 'count', '--operations', '3000', '--turn', '5'];
  const blocks = ['--sizes', 'mix:small', '--survivors', '50'];
  const trial = makeTrial([['remote-free', '--threads', threads, ...passes, ...blocks]]);
  const [process] = await runFixture(machine, trial);
  expect(process?.stderr).toBe('');
  const lines = (process?.stdout ?? '').trimEnd().split('\n');
  return lines
    .map((line) => countModeLine.parse(JSON.parse(line)))
    .flatMap((line) => (line.type === 'memory' ? line.anonymousBytes : []));
}

test('with turns, what two pairs do to one heap depends on the seed only', async () => {
  // One guest for all trials: were each restored from the same state, a race might repeat too.
  const targets = new Map([['fixture', program]]);
  const machine = await openTestMachine(folder, { targets, freshGuest: 'run' });
  const seen = [await readMemory(machine), await readMemory(machine), await readMemory(machine)];
  await machine.close();
  expect(seen[0]?.length).toBeGreaterThan(3);
  expect(seen.slice(1)).toEqual([seen[0], seen[0]]);
});
