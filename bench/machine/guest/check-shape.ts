import type { VirtualShape } from '../../../results/schema/plan.ts';
import { UserError } from '../../user-error.ts';
import { mebibyte } from './qemu/qemu-arguments.ts';

/** Less and the guest's kernel has no room on node 0. */
const leastPerNode = 128 * mebibyte;
/** What the emulator itself takes, beside the guest's memory. */
const emulatorBytes = 256 * mebibyte;

/**
 * Refuses a machine that cannot be: more memory than the host can give now (`availableBytes`), or too
 * little for a kernel. Throws UserError.
 */
export function checkShape(shape: VirtualShape, availableBytes: number): void {
  const perNode = shape.memoryPerNodeBytes;
  if (perNode < leastPerNode || perNode % mebibyte !== 0) {
    const size = perNode % mebibyte === 0 ? inMebibytes(perNode) : `${perNode} bytes`;
    throw new UserError(`a virtual node cannot have ${size} of memory`, {
      hint: `give whole MiB, at least ${leastPerNode / mebibyte}M, with --memory-per-node`,
    });
  }
  const needed = shape.nodes * perNode + emulatorBytes;
  if (needed <= availableBytes) return;
  const most = Math.floor((availableBytes - emulatorBytes) / shape.nodes / mebibyte);
  const remedy =
    most * mebibyte >= leastPerNode
      ? `give at most --memory-per-node ${most}M`
      : 'use a smaller --virtual-shape';
  throw new UserError(
    `${shape.nodes} virtual nodes with ${inMebibytes(perNode)} each need ${inMebibytes(needed)} of memory, ` +
      `and ${inMebibytes(availableBytes)} are free`,
    { hint: remedy },
  );
}

function inMebibytes(bytes: number): string {
  return `${Math.floor(bytes / mebibyte)} MiB`;
}
