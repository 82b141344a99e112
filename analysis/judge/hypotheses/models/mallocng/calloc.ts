import { allocate, type Block } from './allocate.ts';
import { isCutToRequest } from './group.ts';
import { pageBytes } from './size-classes.ts';
import type { State } from './state.ts';

/**
 * calloc by a thread of `node`. A mapping made for this block alone is zero already. Elsewhere bytes are written from the end down;
 * a whole page is read first and written only if it holds something, which here means that somebody wrote to it.
 */
export function allocateZeroed(state: State, bytes: number, node: number): Block {
  const block = allocate(state, bytes, node);
  if (!isCutToRequest(block.group)) clear(state, block, node);
  return block;
}

function clear({ pages }: State, { address, bytes }: Block, node: number): void {
  let end = address + bytes;
  if (bytes >= pageBytes) {
    const aboveBorder = end % pageBytes;
    end -= aboveBorder;
    pages.write(end, aboveBorder, node);
    for (; end - address >= pageBytes; end -= pageBytes) {
      if (typeof pages.stateAt(end - pageBytes) === 'number') pages.write(end - pageBytes, pageBytes, node);
      else pages.read(end - pageBytes, pageBytes);
    }
  }
  pages.write(address, end - address, node);
}
