import { expect, test } from 'vitest';
import { armFactors } from './arm-factors.ts';

test('what an arm sets of the kernel is a factor beside the parameters of its workload', () => {
  const parameters = { policy: 'none' };
  expect(armFactors({ parameters })).toEqual(parameters);
  expect(armFactors({ parameters, numaBalancing: '1' })).toEqual({
    policy: 'none',
    'kernel.numa_balancing': '1',
  });
});
