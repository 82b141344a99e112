import { expect, test } from 'vitest';
import { exampleRun } from '../../test/fixtures/runs/example-run.ts';
import { makeSharer } from './share-repeated.ts';

test('records stay equal to what they were, and those of one arm hold the same pinning', () => {
  const before = JSON.stringify(exampleRun().trials);
  const { trials } = JSON.parse(`{"trials":${before}}`) as Pick<ReturnType<typeof exampleRun>, 'trials'>;
  const share = makeSharer();
  for (const record of trials) share(record);
  expect(JSON.stringify(trials)).toBe(before);
  const [first, second] = trials.flatMap((record) =>
    record.state === 'completed' && record.arm === 'h-churn-local-musl' ? [record] : [],
  );
  expect(first?.processes[0]?.counts.pinning).toBe(second?.processes[0]?.counts.pinning);
  expect(first?.settings).toBe(second?.settings);
});
