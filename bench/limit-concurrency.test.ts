import { expect, test } from 'vitest';
import { limitConcurrency } from './limit-concurrency.ts';

test('never more tasks run at once, every one runs, and a failed one gives its turn on', async () => {
  const limited = limitConcurrency(3);
  let running = 0;
  let most = 0;
  const task = async (n: number) => {
    running += 1;
    most = Math.max(most, running);
    await new Promise((resolve) => setImmediate(resolve));
    running -= 1;
    if (n % 5 === 0) throw new Error(`task ${n}`);
    return n;
  };
  const tasks = Array.from({ length: 50 }, (_, n) => limited(() => task(n)));
  const ended = await Promise.allSettled(tasks);
  expect(most).toBe(3);
  expect(ended.filter(({ status }) => status === 'rejected')).toHaveLength(10);
  expect(ended[49]).toEqual({ status: 'fulfilled', value: 49 });
});
