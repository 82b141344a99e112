import { expect, test } from 'vitest';
import { exampleRun } from '../../test/fixtures/runs/example-run.ts';
import { makeSharer } from './share-repeated.ts';

type Trials = ReturnType<typeof exampleRun>['trials'];

function shareAll(text: string): Trials {
  const trials = JSON.parse(text) as Trials;
  const share = makeSharer();
  for (const record of trials) share(record);
  return trials;
}

test('records stay equal to what they were, and those of one arm hold the same pinning', () => {
  const before = JSON.stringify(exampleRun().trials);
  const trials = shareAll(before);
  expect(JSON.stringify(trials)).toBe(before);
  const [first, second] = trials.flatMap((record) =>
    record.state === 'completed' && record.arm === 'h-churn-local-musl' ? [record] : [],
  );
  expect(first?.processes[0]?.counts.pinning).toBe(second?.processes[0]?.counts.pinning);
  expect(first?.settings).toBe(second?.settings);
});

test.each([
  ['a longer list', [1, 2], [1, 2, 3]],
  ['a shorter list', [1, 2, 3], [1, 2]],
  ['a field more', { a: 1 }, { a: 1, b: 2 }],
  ['a field less', { a: 1, b: 2 }, { a: 1 }],
  ['another field of as many', { a: 1, b: 2 }, { a: 1, c: 2 }],
  ['null for an object', { a: 1 }, null],
  ['an object for null', null, { a: 1 }],
  ['an empty object for an empty list', [], {}],
  ['an empty list for an empty object', {}, []],
  ['another text', 'x', 'y'],
  ['another number deep inside', [{ a: [1] }, { a: [2] }], [{ a: [1] }, { a: [3] }]],
])('%s than in the record before is kept', (_what, before, now) => {
  const text = JSON.stringify([before, now].map((part) => ({ arm: 'a', state: 'completed', part })));
  expect(JSON.stringify(shareAll(text))).toBe(text);
});
