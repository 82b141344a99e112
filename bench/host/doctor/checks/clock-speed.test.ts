import { describe, expect, test } from 'vitest';
import { judge } from '../../../../test/fixtures/sys/judge-machine.ts';
import { checkClockSpeed } from './clock-speed.ts';

describe('clock speed', () => {
  test('is unknown where nothing is shown', async () => {
    expect(await judge(checkClockSpeed, {})).toEqual({
      governor: 'unknown',
      turbo: 'unknown',
      clocksource: 'unknown',
    });
  });

  test('is steady under the performance governor without turbo, with a clock read from user space', async () => {
    const files = {
      'sys/devices/system/cpu/cpu0/cpufreq/scaling_governor': 'performance',
      'sys/devices/system/cpu/cpu1/cpufreq/scaling_governor': 'performance',
      'sys/devices/system/cpu/cpufreq/boost': '0',
      'sys/devices/system/clocksource/clocksource0/current_clocksource': 'tsc',
    };
    expect(await judge(checkClockSpeed, { files })).toEqual({
      governor: 'pass',
      turbo: 'pass',
      clocksource: 'pass',
    });
  });

  test('is not known of a CPU that reports no governor, nor of a switch that holds neither on nor off', async () => {
    const files = {
      'sys/devices/system/cpu/cpu0/cpufreq/scaling_governor': 'performance',
      'sys/devices/system/cpu/cpufreq/boost': '',
    };
    expect(await judge(checkClockSpeed, { files })).toMatchObject({ governor: 'warn', turbo: 'unknown' });
  });

  test('is not when one CPU has another governor, turbo is on, or the clock is slow', async () => {
    const files = {
      'sys/devices/system/cpu/cpu0/cpufreq/scaling_governor': 'performance',
      'sys/devices/system/cpu/cpu1/cpufreq/scaling_governor': 'powersave',
      'sys/devices/system/cpu/intel_pstate/no_turbo': '0',
      'sys/devices/system/clocksource/clocksource0/current_clocksource': 'hpet',
    };
    expect(await judge(checkClockSpeed, { files })).toEqual({
      governor: 'warn',
      turbo: 'warn',
      clocksource: 'warn',
    });
  });
});
