import { cacheDirectory } from '../cache-directory.ts';
import { findLabRoot } from '../lab-root.ts';
import { buildTargets } from '../targets/build.ts';
import { readTargetStatuses, type TargetStatus } from '../targets/status.ts';
import { targetNames } from '../targets/targets.ts';
import type { RawOptions } from './command-table.ts';

/** `numa-lab targets`: lists the table of targets; with --build, first builds all of them. */
export async function runTargetsCommand(options: RawOptions): Promise<number> {
  const places = { cacheDirectory: cacheDirectory(), labRoot: findLabRoot() };
  if (options.build === true) {
    const onProgress = (line: string) => process.stderr.write(`${line}\n`);
    await buildTargets(targetNames, { ...places, onProgress });
  }
  const statuses = await readTargetStatuses(places);
  const text = options.json === true ? `${JSON.stringify(statuses, null, 2)}\n` : renderStatuses(statuses);
  process.stdout.write(text);
  return 0;
}

function renderStatuses(statuses: readonly TargetStatus[]): string {
  const header = ['target', 'libc', 'allocator', 'link', 'state', 'version'];
  const rows = statuses.map((status) => [
    status.name,
    status.libc,
    status.allocator,
    status.link,
    status.state,
    describeVersion(status),
  ]);
  const widths = header.map((title, i) => Math.max(title.length, ...rows.map((row) => row[i]?.length ?? 0)));
  const lines = [header, ...rows].map((row) =>
    row
      .map((cell, i) => cell.padEnd(widths[i] ?? 0))
      .join('  ')
      .trimEnd(),
  );
  const remedies = statuses.flatMap((status) =>
    status.state === 'missing' ? [`${status.reason}; ${status.remedy}`] : [],
  );
  return `${[...lines, ...remedies].join('\n')}\n`;
}

function describeVersion(status: TargetStatus): string {
  if (status.state !== 'built') return '';
  // jemalloc adds the commit it was built from, 40 digits long.
  const { libcVersion } = status;
  const allocatorVersion = status.allocatorVersion.replace(/-0-g[0-9a-f]+$/, '');
  return libcVersion === allocatorVersion
    ? libcVersion
    : `${libcVersion}, ${status.allocator} ${allocatorVersion}`;
}
