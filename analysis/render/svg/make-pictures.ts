import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { findRoot } from '../../../results/schema/generated-file.ts';
import { renderPictures } from './pictures.ts';

// The work of scripts/make-pictures.sh.
const root = await findRoot();
for (const { path, svg } of await renderPictures(root)) {
  await writeFile(join(root, path), svg);
  process.stderr.write(`${path}\n`);
}
