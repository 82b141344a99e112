import { expect, test } from 'vitest';
import { judge } from '../../../../test/fixtures/sys/judge-machine.ts';
import { checkMemorySampling } from './memory-sampling.ts';

test('memory over time needs the addon', async () => {
  expect(await judge(checkMemorySampling, {})).toEqual({ 'memory-over-time': 'warn' });
  expect(await judge(checkMemorySampling, { context: { systemCalls: [] } })).toEqual({
    'memory-over-time': 'pass',
  });
});
