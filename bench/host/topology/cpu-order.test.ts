import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { coreCount, cpusByPreference } from './cpu-order.ts';

function node(pairs: readonly (readonly [cpu: number, core: number])[]) {
  return { node: 0, cpus: pairs.map(([cpu, core]) => ({ cpu, core, lastLevelCache: null })), memoryBytes: 0 };
}

describe('cpusByPreference', () => {
  test('puts siblings last when the kernel numbers them in a second row', () => {
    const pairs = [
      [0, 0],
      [2, 2],
      [4, 0],
      [6, 2],
    ] as const;
    expect(cpusByPreference(node(pairs))).toEqual([0, 2, 4, 6]);
  });

  test('puts siblings last when the kernel numbers them side by side', () => {
    const pairs = [
      [0, 0],
      [1, 0],
      [2, 2],
      [3, 2],
    ] as const;
    expect(cpusByPreference(node(pairs))).toEqual([0, 2, 1, 3]);
  });

  test('loses no CPU and shares no core before every core is taken', () => {
    const cpus = fc.uniqueArray(fc.tuple(fc.nat(63), fc.nat(15)), { selector: ([cpu]) => cpu });
    fc.assert(
      fc.property(cpus, (pairs) => {
        const machine = node(pairs);
        const order = cpusByPreference(machine);
        expect([...order].sort((a, b) => a - b)).toEqual(pairs.map(([cpu]) => cpu).sort((a, b) => a - b));
        const coreOf = new Map(pairs);
        const first = order.slice(0, coreCount(machine)).map((cpu) => coreOf.get(cpu));
        expect(new Set(first).size).toBe(coreCount(machine));
      }),
    );
  });
});
