import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { UserError } from '../../user-error.ts';
import { nameCpus, parseCpuList, renderCpuList } from './cpulist.ts';

const numbers = fc.array(fc.integer({ min: 0, max: 8191 }), { maxLength: 200 });

describe('parseCpuList', () => {
  test('reads single numbers and ranges', () => {
    expect(parseCpuList('0-3,8,10-11\n')).toEqual([0, 1, 2, 3, 8, 10, 11]);
  });

  test('reads an empty file as no CPUs, as a memory-only node has it', () => {
    expect(parseCpuList('\n')).toEqual([]);
  });

  test('sorts and joins overlapping ranges', () => {
    expect(parseCpuList('4-6,0,5-7')).toEqual([0, 4, 5, 6, 7]);
  });

  test.each(['a', '1-', '-1', '3-1', '0,,1', '0 1', '0-8192', '1.5', '0x1'])('refuses %j', (text) => {
    expect(() => parseCpuList(text)).toThrow(UserError);
  });

  test('gives back what renderCpuList wrote, whatever the numbers', () => {
    fc.assert(
      fc.property(numbers, (list) => {
        const wanted = [...new Set(list)].sort((a, b) => a - b);
        expect(parseCpuList(renderCpuList(list))).toEqual(wanted);
      }),
    );
  });
});

describe('renderCpuList', () => {
  test('writes the shortest form, so equal sets have one spelling', () => {
    fc.assert(
      fc.property(numbers, (list) => {
        const text = renderCpuList(list);
        expect(renderCpuList(parseCpuList(text))).toBe(text);
        expect(text).toBe(renderCpuList([...list].reverse()));
      }),
    );
    expect(renderCpuList([8, 2, 1, 0])).toBe('0-2,8');
  });
});

test('one CPU is named as one', () => {
  expect([nameCpus([8]), nameCpus([9, 8])]).toEqual(['CPU 8', 'CPUs 8-9']);
});
