import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { isSingle, pair } from './cpus.ts';
import { checkOf, expectSeedsToDiffer, readLines, run, sum } from './run.ts';
import { buildable, folder, native, programOf } from './targets.ts';

const dlopen = ['tls-dlopen', '--threads', pair()];
const named = (link: 'static' | 'dynamic') =>
  buildable.filter((target) => target.link === link).map(({ name }) => name);

test.skipIf(isSingle).each(named('static'))(
  '%s: a static program says that it can open no module',
  (target) => {
    const { status, stderr } = run([programOf(target), ...dlopen, '--seed', '7', '--mode', 'count']);
    expect(stderr).not.toBe('');
    expect(status).toBe(77);
  },
);

test
  .skipIf(isSingle)
  .each(
    named('dynamic').flatMap((target) =>
      ['threads-exist', 'before-threads'].map((when) => [target, when] as const),
    ),
  )('%s: all storage lies somewhere, opened %s', (target, when) => {
  const passes = ['--seed', '7', '--samples', '2', '--warmup', '1', '--operations', '3'];
  const lines = readLines(programOf(target), 'count', [
    ...dlopen,
    ...passes,
    '--bytes',
    '10000',
    '--when',
    when,
  ]);
  const placed = lines
    .of('placement')
    .map(({ subject, objects, bytes }) => [subject, objects, sum(bytes.flat())]);
  expect(placed).toEqual([
    ['tls-initialised', 2, 2 * 10_000],
    ['tls-zeroed', 2, 2 * 10_000],
  ]);
});

test.skipIf(isSingle).each([[[]], [['--when', 'before-threads', '--bytes', '5000']]])(
  'every dynamic target does the same work: %j',
  (more) => {
    const work = [...dlopen, '--seed', '7', '--operations', '3', ...more];
    const checks = new Set(named('dynamic').map((target) => checkOf(programOf(target), 'count', work)));
    expect(checks.size).toBe(1);
    expectSeedsToDiffer([...dlopen, '--operations', '3', ...more]);
  },
);

test.skipIf(isSingle)('a module that gives all threads the same storage is found, and a missing one', () => {
  const shared = join(folder, 'shared-storage');
  const module = join(native, 'workloads', 'tls-dlopen', 'module');
  const opened = join(shared, 'numa-bench-tls.so');
  mkdirSync(shared, { recursive: true });
  copyFileSync(programOf('glibc'), join(shared, 'program'));
  const code = readFileSync(join(module, 'tls-module.c'), 'utf8').replaceAll('_Thread_local', '');
  const flags = ['-std=c11', '-fPIC', '-shared', `-I${module}`, '-o', opened, '-x', 'c', '-'];
  execFileSync('gcc', flags, { input: code });
  const command = [join(shared, 'program'), ...dlopen, '--seed', '7', '--mode', 'count'];
  const { status, stdout } = run(command);
  expect(status).toBe(1);
  expect(stdout).not.toContain('"end"');
  rmSync(opened);
  expect(run(command).status).toBe(77);
});
