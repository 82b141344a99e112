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
  const { version1: memory, version2: unified } = parseMembership(membership, 'memory');
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

/** Paths of the groups in /proc/self/cgroup: of a version 1 hierarchy with this controller, and of the version 2 hierarchy. */
export function parseMembership(
  text: string,
  controller: string,
): { readonly version1: string | undefined; readonly version2: string | undefined } {
  const lines = text.split('\n').map((line) => line.split(':'));
  return {
    version1: lines.find(([, controllers]) => controllers?.split(',').includes(controller))?.[2],
    version2: lines.find(([id, controllers]) => id === '0' && controllers === '')?.[2],
  };
}

/** A group and all around it up to the root, innermost first. */
export function ancestors(path: string): string[] {
  // A group outside our namespace reads as /../..; join would climb out of the mount.
  if (path.split('/').includes('..')) return ['/'];
  const groups = [path];
  for (let group = path; group !== '/' && group !== '.'; group = dirname(group)) groups.push(dirname(group));
  return groups;
}
