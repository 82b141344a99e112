import { expect, test } from 'vitest';
import { parseLabel, relinkLabel, withoutRelink } from './target-label.ts';

test('a label says program, settings and order of linking', () => {
  expect(parseLabel('glibc@tcache=0@relink=2')).toEqual({
    program: 'glibc',
    settings: 'tcache=0',
    relink: '2',
  });
  expect(parseLabel('musl')).toEqual({ program: 'musl', settings: '', relink: '' });
});

test('settings are equal in whatever order they stand', () => {
  expect(parseLabel('glibc@b=1@a=2').settings).toBe(parseLabel('glibc@a=2@b=1').settings);
});

test('programs that differ in their layout alone are one without it', () => {
  const label = relinkLabel('glibc@tcache=0', 3);
  expect(label).toBe('glibc@tcache=0@relink=3');
  expect(withoutRelink(label)).toBe('glibc@tcache=0');
  expect(withoutRelink('musl@relink=1@x=2')).toBe('musl@x=2');
});
