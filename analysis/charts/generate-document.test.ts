import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { renderChartsDocument } from './generate-document.ts';

test('CHARTS.md is what the table says', async () => {
  const committed = await readFile(new URL('../../CHARTS.md', import.meta.url), 'utf8');
  expect(committed).toBe(renderChartsDocument());
});
