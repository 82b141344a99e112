import { join } from 'node:path';
import { findText } from '../read-text.ts';

/** What the ACPI specification gives a node to itself (SLIT), and what every kernel prints there. */
export const localDistance = 10;

/**
 * Distances between these online nodes, a row for each; a row that is not reported, or does not fit the nodes, is unknown as a whole.
 * Nothing is placed by them, so that a machine without them can be measured all the same.
 */
export async function readDistances(
  sysRoot: string,
  nodes: readonly number[],
): Promise<readonly (readonly (number | null)[])[]> {
  return Promise.all(
    nodes.map(async (node) => {
      const found = await findText(join(sysRoot, 'devices/system/node', `node${node}`, 'distance'));
      const row = found.state === 'text' ? parseRow(found.text, nodes.length) : undefined;
      return row ?? nodes.map(() => null);
    }),
  );
}

/** The columns are the online nodes in ascending order, not node numbers. */
function parseRow(text: string, columns: number): readonly number[] | undefined {
  const row = text.split(/\s+/).map(Number);
  const isReported =
    row.length === columns && row.every((distance) => Number.isInteger(distance) && distance > 0);
  return isReported ? row : undefined;
}
