import { join } from 'node:path';
import { z } from 'zod';
import { readText } from '../../../host/read-text.ts';
import { hashIfPresent } from '../../../targets/hash-if-present.ts';
import { parseJson } from '../../../targets/parse-json.ts';
import { UserError } from '../../../user-error.ts';

export const defaultKernel = 'linux-image-cloud-amd64';

/** A guest kernel that scripts/fetch-kernel.sh put into the cache. */
export interface KernelImage {
  readonly path: string;
  /** Debian package and version that the image came from. */
  readonly package: string;
  readonly version: string;
  readonly sha256: string;
}

const record = z.strictObject({
  package: z.string().min(1),
  version: z.string().min(1),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
});

/** The fetched kernel of that name. Throws UserError when it was not fetched, or is not what was fetched. */
export async function readKernelImage(cacheDirectory: string, name: string): Promise<KernelImage> {
  const folder = join(cacheDirectory, 'kernels', name);
  const path = join(folder, 'vmlinuz');
  const fetch = name === defaultKernel ? 'npm run setup' : `bash scripts/fetch-kernel.sh ${name}`;
  const found = await readRecord(join(folder, 'kernel.json'));
  if (found === undefined) {
    throw new UserError(`the guest kernel ${name} is not in ${join(cacheDirectory, 'kernels')}`, {
      hint: `fetch it with: ${fetch}`,
    });
  }
  if ((await hashIfPresent(path)) !== found.sha256) {
    throw new UserError(`the guest kernel ${path} is damaged: it is not the file that was fetched`, {
      hint: `fetch it again with: ${fetch}`,
    });
  }
  return { path, ...found };
}

async function readRecord(path: string): Promise<z.infer<typeof record> | undefined> {
  return record.safeParse(parseJson((await readText(path)) ?? '')).data;
}
