import { describeAllocator } from '../../results/text/describe-allocator.ts';
import type { TargetStatus } from './status.ts';

/** A table of targets, and below it what the machine lacks for those that cannot be built. */
export function renderStatuses(statuses: readonly TargetStatus[]): string {
  const header = ['target', 'libc', 'allocator', 'link', 'state', 'program', 'version'];
  const rows = statuses.map((status) => [
    status.name,
    status.libc,
    status.allocator,
    status.link,
    status.state,
    status.state === 'built' ? status.binarySha256.slice(0, 12) : '',
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
  if (status.libcVersion === status.allocatorVersion) return status.libcVersion;
  // jemalloc adds the commit it was built from, 40 digits long.
  return `${status.libcVersion}, ${describeAllocator(status).replace(/-0-g[0-9a-f]+$/, '')}`;
}
