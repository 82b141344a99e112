import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { first } from './cpus.ts';
import { type Ended, parseLines, run, succeed, sum } from './run.ts';
import { folder, hasMusl, native, programOf } from './targets.ts';

const forbid = join(folder, 'preload', 'forbid-calls');

beforeAll(() => {
  mkdirSync(join(folder, 'preload'), { recursive: true });
  succeed(['gcc', '-o', forbid, join(native, '..', 'test', 'fixtures', 'forbid-calls.c')]);
});

/** A program without move_pages, as in many containers. */
function withoutMovePages(workload: string, mode: string): Ended {
  const small = ['--seed', '7', '--samples', '1', '--warmup', '0', '--operations', '200'];
  const arguments_ = [workload, '--threads', first, '--mode', mode, ...small];
  return run([forbid, '1', 'move_pages', programOf(hasMusl ? 'musl' : 'glibc'), ...arguments_]);
}

test('placement cannot be counted, and the program says why', () => {
  const { status, stderr } = withoutMovePages('churn', 'count');
  expect(stderr).toContain('move_pages is refused');
  expect(status).toBe(77);
});

test('calibrate cannot run, which needs to know where its memory lies', () =>
  expect(withoutMovePages('calibrate', 'throughput').status).toBe(77));

test('times are measured, and where pages lie is unknown', () => {
  const { status, stdout } = withoutMovePages('churn', 'throughput');
  expect(status).toBe(0);
  const unknown = parseLines(stdout, 'throughput')
    .of('placement')
    .flatMap(({ unknownBytes }) => unknownBytes);
  expect(sum(unknown)).toBeGreaterThan(0);
});
