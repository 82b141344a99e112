import { describe, expect, test } from 'vitest';
import { judge } from '../../../../test/fixtures/sys/judge-machine.ts';
import { checkKernelSettings } from './kernel-settings.ts';

describe('kernel settings', () => {
  const settings = (aslr: string, balancing: string, hugepage: string) => ({
    files: {
      'proc/sys/kernel/randomize_va_space': aslr,
      'proc/sys/kernel/numa_balancing': balancing,
      'sys/kernel/mm/transparent_hugepage/enabled': hugepage,
    },
  });

  test('that hold still pass', async () => {
    expect(await judge(checkKernelSettings, settings('2', '0', 'always madvise [never]'))).toEqual({
      aslr: 'pass',
      'huge-pages': 'pass',
      'numa-balancing': 'pass',
    });
  });

  test('that move pages or freeze the layout are warnings', async () => {
    expect(await judge(checkKernelSettings, settings('0', '1', '[always] madvise never'))).toEqual({
      aslr: 'warn',
      'huge-pages': 'warn',
      'numa-balancing': 'warn',
    });
  });

  test('that the kernel does not report are unknown, not passed', async () => {
    expect(await judge(checkKernelSettings, {})).toEqual({
      aslr: 'unknown',
      'huge-pages': 'unknown',
      'numa-balancing': 'unknown',
    });
    expect(await judge(checkKernelSettings, settings('2', '0', 'garbage'))).toMatchObject({
      'huge-pages': 'unknown',
    });
  });

  test('that a kernel does not have pass where it shows others', async () => {
    const files = { 'proc/sys/kernel/randomize_va_space': '2', 'sys/kernel/mm/ksm/run': '0' };
    expect(await judge(checkKernelSettings, { files })).toEqual({
      aslr: 'pass',
      'huge-pages': 'pass',
      'numa-balancing': 'pass',
    });
  });
});
