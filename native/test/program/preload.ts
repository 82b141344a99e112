import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { type Ended, run } from './run.ts';
import { folder, native, programOf } from './targets.ts';

const libraries = join(folder, 'preload');

/** A shared library of this C code; answers its path. */
export function compileCode(name: string, code: string, flags: readonly string[] = []): string {
  mkdirSync(libraries, { recursive: true });
  const path = join(libraries, `${name}.so`);
  const arguments_ = ['-O2', '-shared', '-fPIC', '-fno-builtin', ...flags, '-o', path, '-x', 'c', '-'];
  const { status, stderr } = spawnSync('gcc', arguments_, { input: code, encoding: 'utf8' });
  if (status !== 0) throw new Error(`${name}.so does not compile: ${stderr}`);
  return path;
}

/** A shared library of a file in test/preload. */
export function compileFile(file: string, { name = file, flags = [] as readonly string[] } = {}): string {
  return compileCode(name, `#include "${join(native, 'test', 'preload', file)}.c"\n`, flags);
}

/** glibc's program with the calls of malloc and free that it made between its first and last block. */
export function countCalls(arguments_: readonly string[]): string {
  const { stderr } = run([programOf('glibc'), ...arguments_], {
    environment: { LD_PRELOAD: compileFile('count-malloc') },
  });
  return stderr.trim();
}

/** glibc's program with the mutexes that its main thread and its other threads took. */
export function countLocks(arguments_: readonly string[]): string {
  const { stderr } = run([programOf('glibc'), ...arguments_], {
    environment: { LD_PRELOAD: compileFile('count-locks') },
  });
  return stderr.trim();
}

/** glibc's program with code of ours in the place of a synchronisation primitive, in count mode. One pass, unless more are asked for. */
function runBroken(name: string, code: string, arguments_: readonly string[], timeoutMs: number): Ended {
  const passes = arguments_.includes('--samples') ? [] : ['--samples', '1'];
  const command = [
    programOf('glibc'),
    ...arguments_,
    ...passes,
    '--seed',
    '7',
    '--mode',
    'count',
    '--warmup',
    '0',
  ];
  return run(command, { environment: { LD_PRELOAD: compileCode(name, code) }, timeoutMs });
}

/** The workload fails, says these words, and prints no end. */
export function expectToBeFound(words: string, code: string, arguments_: readonly string[]): void {
  const { status, stdout, stderr } = runBroken(`broken-${arguments_[0]}`, code, arguments_, 60_000);
  expect(stderr).toContain(words);
  expect(status).toBe(1);
  expect(stdout).not.toContain('"end"');
}

/** It fails, or waits for ever, which the time limit of a trial ends. */
export function expectNotToEndWell(code: string, arguments_: readonly string[]): void {
  const { status, stdout } = runBroken(`broken-${arguments_[0]}`, code, arguments_, 5000);
  expect([1, null]).toContain(status);
  expect(stdout).not.toContain('"end"');
}
