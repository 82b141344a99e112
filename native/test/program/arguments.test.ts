import { expect, test } from 'vitest';
import { cpus, first } from './cpus.ts';
import { expectRefusal, run } from './run.ts';
import { programOf } from './targets.ts';

const seeded = ['--seed', '1', '--mode', 'count'];
const base = ['--threads', first, ...seeded];

test.each([
  ['no workload', []],
  ['"chrun"', ['chrun', ...base]],
  ['--frobnicate', ['churn', ...base, '--frobnicate', '3']],
  ['"extra"', ['churn', ...base, 'extra']],
  ['--seed', ['churn', '--threads', first, '--mode', 'count']],
  ['--threads', ['churn', ...seeded]],
  ['--mode', ['churn', '--seed', '1', '--threads', first]],
  ['"fast"', ['churn', '--threads', first, '--seed', '1', '--mode', 'fast']],
  ['"-1"', ['churn', '--threads', first, '--seed', '-1', '--mode', 'count']],
  [
    '"18446744073709551616"',
    ['churn', '--threads', first, '--seed', '18446744073709551616', '--mode', 'count'],
  ],
  ['"0"', ['churn', ...base, '--samples', '0']],
  ['"1e3"', ['churn', ...base, '--operations', '1e3']],
  ['has no value', ['churn', ...base, '--slots']],
  ['"many"', ['churn', ...base, '--slots', 'many']],
  ['"0"', ['churn', ...base, '--slots', '0']],
  ['given twice', ['churn', ...base, '--slots', '5', '--slots', '6']],
  ['given twice', ['churn', ...base, '--seed', '2']],
  ['"mix:huge"', ['churn', ...base, '--sizes', 'mix:huge']],
  ['first-byte', ['churn', ...base, '--touch', 'some']],
  ['--burst', ['churn', ...base, '--slots', '5', '--burst', '6']],
  ['--turn', ['churn', ...base, '--burst', '2', '--turn', '3']],
  ['--turn', ['churn', '--threads', first, '--seed', '1', '--mode', 'throughput', '--turn', '3']],
  ['--extra', ['churn', ...base, '--extra', '30']],
  ['--counters', ['churn', ...base, '--counters', 'perhaps']],
  ['""', ['churn', '--threads', '', ...seeded]],
  ['"0-1"', ['churn', '--threads', '0-1', ...seeded]],
  ['"a:b"', ['churn', '--threads', 'a:b', ...seeded]],
  ['boss', ['churn', '--threads', `boss=${first}`, ...seeded]],
  ['listed twice', ['churn', '--threads', `${first},${first}`, ...seeded]],
  ['CPU 8191', ['churn', '--threads', '0:8191', ...seeded]],
  ['not on node 1023', ['churn', '--threads', `1023:${cpus[0]}`, ...seeded]],
  ['latency', ['calibrate', '--threads', first, '--seed', '1', '--mode', 'latency']],
])('refuses with %s: %j', (word, arguments_) => expectRefusal(2, word, arguments_));

// CPUs and nodes that only another machine has are no fault of the arguments.
const elsewhere = ['--threads', '0:0,7:8191', '--seed', '1', '--mode', 'count', '--dry-run'];

test('a dry run accepts threads of another machine and prints nothing', () => {
  const ended = run([programOf('glibc'), 'churn', ...elsewhere, '--sizes', 'uniform:1-9']);
  expect(ended).toEqual({ status: 0, stdout: '', stderr: '' });
});

test.each([
  ['uniform:9-1', ['churn', ...elsewhere, '--sizes', 'uniform:9-1']],
  ['--home', ['mutex', ...elsewhere, '--home', '2']],
  ['--early', ['threads', ...elsewhere, '--early', '4096', '--depth', '1']],
])('a dry run refuses with %s: %j', (word, arguments_) => expectRefusal(2, word, arguments_));
