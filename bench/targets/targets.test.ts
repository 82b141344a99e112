import { expect, test } from 'vitest';
import { findTarget, targetNames } from './targets.ts';

test('every target has a name of its own', () => {
  expect(new Set(targetNames).size).toBe(targetNames.length);
});

test('a target is found by its whole name, a plus sign included', () => {
  expect(findTarget('glibc+jemalloc').allocator).toBe('jemalloc');
});

test('an unknown name is refused with the names there are', () => {
  expect(() => findTarget('uclibc')).toThrow(
    expect.objectContaining({
      message: "unknown target 'uclibc'",
      hint: `use one of: ${targetNames.join(', ')}`,
    }),
  );
});
