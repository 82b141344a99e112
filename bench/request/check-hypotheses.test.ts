import { expect, test } from 'vitest';
import { requestOf } from '../../test/fixtures/request.ts';

test.each([
  ['--workloads', { workloads: 'churn' }],
  ['--set', { set: ['churn.slots=4'] }],
  ['--targets', { targets: 'musl' }],
  ['--placements', { placements: 'spread' }],
  ['--threads', { threads: '2' }],
  ['--pairs', { pairs: 'all' }],
  ['--musl-src', { muslSrc: ['/tree'] }],
  ['--allocator-lib', { allocatorLib: ['/lib.a'] }],
])('--hypotheses with %s contradict each other', (flag, options) => {
  expect(() => requestOf({ hypotheses: 'M1', ...options })).toThrow(
    new RegExp(`option '${flag} [^']*' cannot be used with option '--hypotheses <list>'`),
  );
});

test('a verdict needs five blocks; --quick needs no verdict', () => {
  expect(() => requestOf({ hypotheses: 'M1', blocks: '4' })).toThrow(
    '--blocks 4 is too few: a verdict needs 5 blocks',
  );
  expect(requestOf({ hypotheses: 'M1', blocks: '5' }).blocks).toBe(5);
  expect(requestOf({ hypotheses: 'M1', blocks: '3', quick: true }).blocks).toBe(3);
  expect(requestOf({ blocks: '1' }).blocks).toBe(1);
});

test('ids are a comma list', () => {
  expect(requestOf({ hypotheses: 'M1, P3' }).hypotheses).toEqual(['M1', 'P3']);
  expect(requestOf({}).hypotheses).toBeUndefined();
  expect(() => requestOf({ hypotheses: '' })).toThrow('--hypotheses is empty');
});
