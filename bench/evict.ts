import { readdir, rm, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { isAbsent } from './is-absent.ts';

/**
 * Marks `used` as just used and removes the least recently used entries of `folder` beyond `keep`. Names
 * with a dot in front and lock folders are not entries. What another process removed first is no error.
 */
export async function evictOldest(folder: string, used: string, keep: number): Promise<void> {
  const now = new Date();
  await utimes(used, now, now);
  const names = (await readdir(folder)).filter((name) => !name.startsWith('.') && !name.endsWith('.lock'));
  const entries = await Promise.all(
    names.map(async (name) => {
      const path = join(folder, name);
      const found = await stat(path).catch((error) => {
        if (isAbsent(error)) return undefined;
        throw error;
      });
      return { path, usedMs: path === used ? Number.POSITIVE_INFINITY : (found?.mtimeMs ?? 0) };
    }),
  );
  const old = entries.sort((a, b) => b.usedMs - a.usedMs).slice(keep);
  for (const { path } of old) await rm(path, { recursive: true, force: true });
}
