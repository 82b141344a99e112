import type { NodeCounts, ThreadMapCell, ThreadMapRow } from '../../../results/schema/report-rows.ts';

export interface Page {
  readonly label: string;
  readonly of: (cell: ThreadMapCell | undefined) => NodeCounts | undefined;
}

/** Every page a map knows, top of the thread's memory first. */
export function pageLabels(map: ThreadMapRow): readonly Page[] {
  const most = (list: (cell: ThreadMapCell) => readonly NodeCounts[]) =>
    map.cells.reduce((longest, cell) => Math.max(longest, list(cell).length), 0);
  const tls = most((cell) => cell.tls);
  return [
    { label: 'descriptor', of: (cell) => cell?.descriptor },
    ...Array.from({ length: tls }, (_, k) => ({
      label: tls === 1 ? 'initialised TLS' : `initialised TLS ${k}`,
      of: (cell: ThreadMapCell | undefined) => cell?.tls[k],
    })),
    { label: 'errno', of: (cell) => cell?.errno },
    ...Array.from({ length: most((cell) => cell.stack) }, (_, k) => ({
      label: `stack ${k}`,
      of: (cell: ThreadMapCell | undefined) => cell?.stack[k],
    })),
  ];
}
