import { expect, test } from 'vitest';
import { escapeText } from '../../../results/text/escape-text.ts';
import { renderTable } from './table.ts';
import { wrap } from './wrap.ts';

test('columns that do not fit go into a part below, with the labels again', () => {
  const heads = Array.from({ length: 6 }, (_, i) => [`placement-${i}`]);
  const rows = [{ label: 'musl', cells: heads.map(() => ['[0.123, 0.456]']) }];
  const lines = renderTable({ corner: 'target', heads, rows });
  expect(lines.filter((line) => line.startsWith('  target'))).toHaveLength(2);
  expect(lines.join('\n').match(/placement-\d/g)).toHaveLength(6);
  for (const line of lines) expect(line.length).toBeLessThanOrEqual(72);
});

test('a label too long for its column stands above its row, uncut', () => {
  const label = 'a-target-with-a-very-long-name';
  expect(renderTable({ corner: 'target', heads: [['x']], rows: [{ label, cells: [['1']] }] })).toEqual([
    '  target              x',
    `  ${label}`,
    '                      1',
  ]);
});

test('wrapped text loses no word, and a word longer than a line is cut', () => {
  const lines = wrap(`${'word '.repeat(30)}${'x'.repeat(100)}`, '  - ', '    ');
  expect(lines.join('').replaceAll(/[ -]/g, '')).toBe('word'.repeat(30) + 'x'.repeat(100));
  for (const line of lines) expect(line.length).toBeLessThanOrEqual(72);
});

test('control characters and other alphabets are shown, not sent', () => {
  expect(escapeText('a\n\u001b[2J\u00e9\u{1f600}')).toBe('a\\n\\x1b[2J\\xe9\\u{1f600}');
});
