import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { findRoot } from '../../../results/schema/generated-file.ts';
import { renderPictures } from './pictures.ts';

test('committed pictures are what the published runs and the code make of them: scripts/make-pictures.sh', async () => {
  const root = await findRoot();
  const pictures = await renderPictures(root);
  expect(pictures.length).toBeGreaterThan(10);
  for (const { path, svg } of pictures) {
    // Not toBe, which would print two pictures.
    expect((await readFile(join(root, path), 'utf8')) === svg, `${path} is out of date`).toBe(true);
  }
}, 60_000);
