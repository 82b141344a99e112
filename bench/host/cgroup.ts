import { dirname, join } from 'node:path';
import { readText } from './read-text.ts';

/** A file of the memory controller under its two names. */
export interface MemoryControlFile {
  readonly version1: string;
  readonly version2: string;
}

/**
 * Texts of a memory-controller file in the cgroup of this process and in all groups around it, innermost first;
 * empty without such a controller. Inside a container the path may be one of the host, of which nothing is mounted:
 * then only the mounted root, the container's own group, answers.
 */
export async function readMemoryControl(
  file: MemoryControlFile,
  sysRoot = '/sys',
  procRoot = '/proc',
): Promise<string[]> {
  const membership = (await readText(join(procRoot, 'self/cgroup'))) ?? '';
  const lines = membership.split('\n').map((line) => line.split(':'));
  const memory = lines.find(([, controllers]) => controllers?.split(',').includes('memory'))?.[2];
  const unified = lines.find(([id, controllers]) => id === '0' && controllers === '')?.[2];
  const texts: string[] = [];
  for (const group of memory === undefined ? [] : ancestors(memory)) {
    const text = await readText(join(sysRoot, 'fs/cgroup/memory', group, file.version1));
    if (text !== undefined) texts.push(text);
  }
  for (const group of unified === undefined ? [] : ancestors(unified)) {
    const text = await readText(join(sysRoot, 'fs/cgroup', group, file.version2));
    if (text !== undefined) texts.push(text);
  }
  return texts;
}

function ancestors(path: string): string[] {
  // A group outside our namespace reads as /../..; join would climb out of the mount.
  if (path.split('/').includes('..')) return ['/'];
  const groups = [path];
  for (let group = path; group !== '/' && group !== '.'; group = dirname(group)) groups.push(dirname(group));
  return groups;
}
