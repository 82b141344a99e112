import { expect, test } from 'vitest';
import { type Block, heading, items, paragraph } from '../../document/block.ts';
import { printLines } from './print-lines.ts';

const table: Block = {
  ...{ type: 'table', caption: 'ratio, n = 3 blocks', corner: 'target', heads: [['local']] },
  rows: [{ label: 'musl', cells: [['1.000', 'same']] }],
};

test('a table stands apart from what is around it, but not from its title and its remarks', () => {
  const remark = items(['M1 has no value in 1 trial'], { areRemarks: true });
  expect(
    printLines([heading('section', 'In short'), table, ...remark, table, paragraph('So it is.')]),
  ).toEqual([
    ...['In short', '  ratio, n = 3 blocks', '  target  local', '  musl    1.000', '           same'],
    ...['  - M1 has no value in 1 trial', ''],
    ...['  ratio, n = 3 blocks', '  target  local', '  musl    1.000', '           same', ''],
    'So it is.',
  ]);
});

test('no entry is cut, however long it is', () => {
  const text = printLines(items(['word '.repeat(40), 'short'])).join(' ');
  expect(text.match(/word/g)).toHaveLength(40);
  expect(text).not.toContain('...');
});

test('findings are numbered, what was found before its conditions', () => {
  const entries = [{ lead: 'musl: half (n=5).', rest: '2 nodes.', about: 'bytes' }];
  expect(printLines([{ type: 'findings', entries, left: [] }])).toEqual(['1. musl: half (n=5). 2 nodes.']);
});

test('a command continues with backslashes and cuts no word', () => {
  const words = [
    'npx numa-lab run',
    ...Array.from({ length: 6 }, (_, i) => `--set churn.sizes=fixed:${i}000`),
  ];
  const lines = printLines([{ type: 'command', words }]);
  expect(lines.length).toBeGreaterThan(1);
  expect(
    lines
      .join('\n')
      .replaceAll(/ \\\n +/g, ' ')
      .trim(),
  ).toBe(words.join(' '));
});

test('a check that passed asks for nothing, one that did not says what was expected and what to do', () => {
  const check = { id: 'pinning', where: 'host', seen: 'all', threshold: 'each', remedy: 'pin' } as const;
  const checks = [
    { ...check, verdict: 'pass' },
    { ...check, verdict: 'fail' },
  ] as const;
  expect(printLines([{ type: 'checks', brief: false, checks }])).toEqual([
    '  pass    pinning (host): all',
    '  fail    pinning (host): all; expected: each; remedy: pin',
  ]);
  expect(printLines([{ type: 'checks', brief: true, checks }])[1]).toBe('  fail    pinning (host): all');
});
