import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { csvColumns } from './row.ts';

test('docs/csv.md has every column in its order, with the words of the table', async () => {
  const page = await readFile(fileURLToPath(new URL('../../../docs/csv.md', import.meta.url)), 'utf8');
  expect(page).toContain(csvColumns.map(({ name, help }) => `| \`${name}\` | ${help} |`).join('\n'));
});
