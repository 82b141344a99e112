import { expect, test } from 'vitest';
import type { TargetRecipe } from './recipe.ts';
import { findTarget, targetTable } from './targets.ts';

test('every target has a name of its own', () => {
  expect(new Set(targetTable.map(({ name }) => name)).size).toBe(targetTable.length);
});

test('a target is found by its whole name, a plus sign included', () => {
  expect(findTarget('glibc+jemalloc').allocator).toBe('jemalloc');
});

test('an unknown name is refused with the nearest one', () => {
  expect(() => findTarget('musl-dynamc')).toThrow(
    expect.objectContaining({
      message: "unknown target 'musl-dynamc'",
      hint: "did you mean 'musl-dynamic'?",
    }),
  );
});

test('every target is available with its objects in another order', () => {
  expect(findTarget('glibc+jemalloc@relink=3')).toEqual({
    ...findTarget('glibc+jemalloc'),
    name: 'glibc+jemalloc@relink=3',
    linkSeed: 3,
  });
});

test.each(['musl@relink=0', 'musl@relink=100'])('%s is no link order', (name) => {
  expect(() => findTarget(name)).toThrow('has no link order');
});

test('a setting of the allocator goes with the same libc and link mode', () => {
  const variants = targetTable.filter(({ name }) => name.includes('@'));
  expect(variants.length).toBeGreaterThan(2);
  for (const variant of variants) {
    const base = findTarget(variant.name.replace(/@.*/, ''));
    expect(variant).toMatchObject({ libc: base.libc, link: base.link, allocator: base.allocator });
    const proved = ({ settings, defaults }: TargetRecipe) => ({ settings, defaults });
    expect(proved(variant)).not.toEqual(proved(base));
  }
});
