import { afterEach, expect, test, vi } from 'vitest';
import { runProgram } from './run-program.ts';

test('a program that takes too long is stopped, and its children are not waited for', {
  timeout: 20_000,
}, async () => {
  const started = performance.now();
  const result = await runProgram('sh', ['-c', 'sleep 15 & wait'], { timeoutMs: 100 });
  expect(result).toMatchObject({ state: 'stopped', reason: expect.stringContaining('was stopped after') });
  expect(performance.now() - started).toBeLessThan(10_000);
});

test('a program that a signal ended says which', async () => {
  const result = await runProgram('sh', ['-c', 'echo before >&2; kill -SEGV $$']);
  expect(result).toEqual({ state: 'exited', code: 128, stdout: '', stderr: 'before\nended by SIGSEGV\n' });
});

afterEach(() => vi.unstubAllEnvs());

test('variables that change what compilers do are not handed on', async () => {
  vi.stubEnv('CFLAGS', '-O0');
  const result = await runProgram('sh', ['-c', 'echo "$CFLAGS$LD_PRELOAD$GIVEN"'], {
    environment: { GIVEN: 'x' },
  });
  expect(result).toMatchObject({ stdout: 'x\n' });
});
