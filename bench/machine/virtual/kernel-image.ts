import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { UserError } from '../../user-error.ts';

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

/** The fetched kernel of that name. Throws UserError when it was not fetched. */
export async function readKernelImage(cacheDirectory: string, name: string): Promise<KernelImage> {
  const folder = join(cacheDirectory, 'kernels', name);
  try {
    const found = record.parse(JSON.parse(await readFile(join(folder, 'kernel.json'), 'utf8')));
    return { path: join(folder, 'vmlinuz'), ...found };
  } catch (cause) {
    const fetch = name === defaultKernel ? 'npm run setup' : `bash scripts/fetch-kernel.sh ${name}`;
    throw new UserError(`the guest kernel ${name} is not in ${join(cacheDirectory, 'kernels')}`, {
      hint: `fetch it with: ${fetch}`,
      cause,
    });
  }
}
