import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { wrapText } from './wrap-text.ts';

describe('wrapText', () => {
  test('breaks at spaces', () => {
    expect(wrapText('one two three', 7)).toEqual(['one two', 'three']);
  });

  test('cuts a word that is longer than a line', () => {
    expect(wrapText('a 0123456789 b', 4)).toEqual(['a', '0123', '4567', '89 b']);
  });

  test('keeps every letter and the width, whatever the text', () => {
    fc.assert(
      fc.property(fc.string(), fc.integer({ min: 1, max: 40 }), (text, width) => {
        const lines = wrapText(text, width);
        expect(lines.every((line) => line.length <= width)).toBe(true);
        expect(lines.join('').replaceAll(/\s/g, '')).toBe(text.replaceAll(/\s/g, ''));
      }),
    );
  });
});
