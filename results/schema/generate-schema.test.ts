import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { renderSchema } from './generate-schema.ts';

test('results/schema.json is what the zod types say', async () => {
  const committed = await readFile(new URL('../schema.json', import.meta.url), 'utf8');
  expect(committed).toBe(renderSchema());
});

test('the schema of a virtual trial names no field for a time', () => {
  const schema = JSON.parse(renderSchema()) as { $defs: { trial: { oneOf: unknown[] } } };
  const branches = schema.$defs.trial.oneOf.flatMap((branch) =>
    typeof branch === 'object' && branch !== null && 'oneOf' in branch
      ? (branch.oneOf as unknown[])
      : [branch],
  );
  const virtual = branches
    .map((branch) => JSON.stringify(branch))
    .filter((text) => text.includes('"const":"virtual"'));
  expect(virtual).toHaveLength(3);
  for (const text of virtual) expect(text).not.toMatch(/"\w*(Ns|Utc|times)"/);
});
