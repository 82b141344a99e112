import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { findLabRoot } from '../bench/lab-root.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'numa-lab-step-'));
});
afterAll(() => rm(folder, { recursive: true }));

/** Runs a set-up of one step, whose function is `body`. */
async function runStep(body: string) {
  const script = `set -euo pipefail
source scripts/step.sh
attempt() {
${body}
}
step attempt attempt
echo went on >&2`;
  return execa('bash', ['-c', script], { cwd: findLabRoot(), reject: false, env: { TMPDIR: folder } });
}

test.each([1, 2, 3, 4, 5])(
  'a step that ends with %i shows its last lines and its whole log',
  async (status) => {
    const { exitCode, stderr } = await runStep(`echo first; echo "error 42" >&2; exit ${status}`);
    expect(exitCode).toBe(1);
    expect(stderr).toContain(
      `set-up failed at 'attempt' (exit ${status}); its last lines:\nfirst\nerror 42\n`,
    );
    expect(stderr).not.toContain('went on');
    const log = /the whole log: (\S+)/.exec(stderr)?.[1] ?? '';
    expect(await readFile(log, 'utf8')).toBe('first\nerror 42\n');
  },
);

test('a command that fails in the middle of a step shows what it printed, even with 2, the status of compilers and make', async () => {
  const { exitCode, stderr } = await runStep(`bash -c 'echo "no rule to make it"; exit 2'\nreport done`);
  expect(exitCode).toBe(1);
  expect(stderr).toContain('(exit 2); its last lines:\nno rule to make it\n');
});

test('a step that is killed names the signal', async () => {
  const { exitCode, stderr } = await runStep('echo before; kill -KILL $BASHPID');
  expect(exitCode).toBe(1);
  expect(stderr).toContain('(signal KILL); its last lines:\nbefore\n');
});

test('a step that fails without a word says so', async () => {
  const { stderr } = await runStep('false');
  expect(stderr).toContain("set-up failed at 'attempt' (exit 1); its last lines:\n(it printed nothing)\n");
});

test('what must be done by hand is the last line and ends with 2', async () => {
  const { exitCode, stderr } = await runStep('echo noise; give_up "run this as root: apt-get install make"');
  expect(exitCode).toBe(2);
  expect(stderr.split('\n').at(-1)).toBe('run this as root: apt-get install make');
  expect(stderr).not.toContain('noise');
});

test('a reason given up inside a step that goes on without it explains no later failure', async () => {
  const { exitCode, stderr } = await runStep('(give_up "not needed") || true; echo "later fault"; exit 2');
  expect(exitCode).toBe(1);
  expect(stderr).toContain('later fault');
});
