import { EventEmitter } from 'node:events';
import { beforeEach, expect, test } from 'vitest';
import { watchOutputs } from './watch-outputs.ts';

let stdout: EventEmitter;
let stderr: EventEmitter;
let said: string[];
let codes: (number | undefined)[];
beforeEach(() => {
  [stdout, stderr, said, codes] = [new EventEmitter(), new EventEmitter(), [], []];
  watchOutputs({ stdout, stderr, complain: (line) => said.push(line), exit: (code) => codes.push(code) });
});
const errorOf = (code: string) => Object.assign(new Error(`${code}: write`), { code });

test('a reader of stdout that has seen enough is no failure', () => {
  stdout.emit('error', errorOf('EPIPE'));
  expect([codes, said]).toEqual([[undefined], []]);
});

test('stdout on a full disk is one line', () => {
  stdout.emit('error', errorOf('ENOSPC'));
  expect([codes, said]).toEqual([
    [2],
    ['numa-lab: cannot write to stdout: ENOSPC: write; send it elsewhere'],
  ]);
});

test.each(['EPIPE', 'ENOSPC'])('nobody who reads stderr (%s) does not end a run', (code) => {
  stderr.emit('error', errorOf(code));
  expect([codes, said]).toEqual([[], []]);
});
