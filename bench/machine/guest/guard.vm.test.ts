import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readlinkSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { findLabRoot } from '../../lab-root.ts';
import { findProcesses, waitUntil } from './testing/find-processes.ts';
import { buildFixtureTarget } from './testing/fixture-target.ts';
import { linkKernels } from './testing/open-test-machine.ts';

const root = findLabRoot();
const guard = join(root, 'native/build/guest/guard');
// Below the lab, where the compiled orchestrator finds node_modules and package.json.
const compiled = join(root, 'native/build/guest/orchestrator');
const folder = mkdtempSync(join(tmpdir(), 'numa-lab-guard-'));

beforeAll(() => {
  buildFixtureTarget();
  const tsc = join(root, 'node_modules/.bin/tsc');
  // Errors elsewhere in the tree are not this test's business; a file that is missing shows below.
  spawnSync(tsc, ['-p', join(root, 'tsconfig.build.json'), '--outDir', compiled, '--incremental', 'false']);
});

afterAll(async () => {
  await waitUntil(() => findProcesses(folder).length === 0, 5000);
  rmSync(folder, { recursive: true });
  rmSync(compiled, { recursive: true });
});

/** Starts a shell that stops itself, with `mark` in its command line, under the guard. */
function startGuarded(mark: string) {
  const child = spawn(guard, ['3', 'sh', '-c', 'echo begun; kill -STOP $$; true', mark], {
    stdio: ['ignore', 'pipe', 'inherit', 'pipe'],
  });
  const stdout = child.stdout;
  if (stdout === null) throw new Error('no pipe');
  return { child, begun: once(stdout, 'data') };
}

test.each([
  ['exit 7', 7],
  ['kill -TERM $$', 143],
])('the guard ends as its program does: %s', (script, code) => {
  const ended = spawnSync(guard, ['3', 'sh', '-c', script], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  });
  expect(ended.status).toBe(code);
});

test('the guard kills its program when the other end of its socket closes', async () => {
  const mark = join(folder, 'closed');
  const { child, begun } = startGuarded(mark);
  await begun;
  child.stdio[3]?.destroy();
  await once(child, 'exit');
  await waitUntil(() => findProcesses(mark).length === 0, 5000);
});

test('the program dies with its guard', async () => {
  const mark = join(folder, 'killed');
  const { child, begun } = startGuarded(mark);
  await begun;
  child.kill('SIGKILL');
  await waitUntil(() => findProcesses(mark).length === 0, 5000);
});

test('the guard says what is wrong with its arguments', () => {
  expect(spawnSync(guard, ['3']).status).toBe(2);
  const closed = spawnSync(guard, ['9', 'true'], { encoding: 'utf8' });
  expect(closed.status).toBe(2);
  expect(closed.stderr).toContain("descriptor '9'");
});

/** Starts a real orchestrator and kills it when it has printed `line` and its emulator runs. */
async function killOrchestratorAt(line: string): Promise<void> {
  // A cache for each: a lock left by a killed process is taken over after 15 s only.
  const cache = mkdtempSync(join(folder, 'cache-'));
  linkKernels(cache);
  const program = join(compiled, 'bench/machine/guest/testing/orchestrator.js');
  const orchestrator = spawn(process.execPath, [program, cache], { stdio: ['ignore', 'pipe', 'inherit'] });
  let printed = '';
  for await (const chunk of orchestrator.stdout) {
    printed += String(chunk);
    if (printed.includes(line)) break;
  }
  expect(printed).toContain(line);
  await waitUntil(() => findProcesses(cache).some(isEmulator), 10_000);
  orchestrator.kill('SIGKILL');
  await waitUntil(() => findProcesses(cache).length === 0, 5000);
}

function isEmulator(pid: number): boolean {
  try {
    return readlinkSync(`/proc/${pid}/exe`).includes('qemu-system');
  } catch {
    return false;
  }
}

test.each([
  ['a guest boots', 'booting'],
  ['a trial runs', 'trial begun'],
])('no emulator is left when the orchestrator is killed while %s', async (_, line) => {
  await killOrchestratorAt(line);
});
