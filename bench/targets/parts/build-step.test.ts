import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { findDecisiveLine, runBuildStep } from './build-step.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'numa-lab-step-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

test.each([
  [
    'the first error',
    'cc -c a.c\na.c:1: error: one\nb.c:2: error: two\nmake: *** [a.o] Error 1',
    'a.c:1: error: one',
  ],
  [
    'a full disk, whatever was said before',
    'cc1: error: bad\nas: No space left on device',
    'as: No space left on device',
  ],
  [
    'what the linker misses',
    'ld: x: in function f: error\nld: undefined reference to `g`',
    'ld: undefined reference to `g`',
  ],
  ['the last line, where none says more', 'checking\nconfigure: no way\n\n', 'configure: no way'],
  ['a flag that is named like an error', 'cc -Werror=init-self a.c\nstopped', 'stopped'],
  ['silence', '', 'it printed nothing'],
])('%s says why a build failed', (_, log, line) => {
  expect(findDecisiveLine(log)).toBe(line);
});

test('a tool that fails is reported with its line and the path of the log, which holds all of them', async () => {
  const step = { what: 'part', logPath: join(folder, 'log') };
  await runBuildStep(step, 'sh', ['-c', 'echo fine']);
  await expect(runBuildStep(step, 'sh', ['-c', 'echo "x: error: no" >&2; exit 3'])).rejects.toMatchObject({
    message: 'part does not build: x: error: no',
    hint: `the whole log is ${step.logPath}`,
  });
  expect(await readFile(step.logPath, 'utf8')).toMatch(/^\$ sh .*\nfine\n\$ sh .*\nx: error: no\n$/);
});

test('a tool that is missing or takes too long is an error, not a wait', async () => {
  const step = { what: 'part', logPath: join(folder, 'log') };
  await expect(runBuildStep(step, join(folder, 'none'), [])).rejects.toThrow('ENOENT');
  await expect(runBuildStep(step, 'sleep', ['60'], { timeoutMs: 50 })).rejects.toThrow(
    /part does not build: sleep was stopped after \d/,
  );
});
