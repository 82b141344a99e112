import { pageBytes, roundUpToPage } from './size-classes.ts';

/** The node of a page that was written, or `zero` when it was only read. */
export type PageState = number | 'zero';

/** Memory of a process under first touch: a page belongs to the node of who writes it first, until it is unmapped. */
export interface Pages {
  /** Address of a new mapping; no page of it is there. */
  map(bytes: number): number;
  unmap(address: number, bytes: number): void;
  write(address: number, bytes: number, node: number): void;
  read(address: number, bytes: number): void;
  /** Undefined where nothing was written or read. */
  stateAt(address: number): PageState | undefined;
  /** Pages given a node so far, which a program sees as minor faults. */
  faults(): number;
  /** Mappings made and undone so far. */
  calls(): number;
}

export function makePages(): Pages {
  const states = new Map<number, PageState>();
  let next = pageBytes;
  let faults = 0;
  let calls = 0;
  return {
    map(bytes) {
      const address = next;
      next += roundUpToPage(bytes);
      calls++;
      return address;
    },
    unmap(address, bytes) {
      calls++;
      for (let page = pageOf(address); page < pageAfter(address, bytes); page++) states.delete(page);
    },
    write(address, bytes, node) {
      for (let page = pageOf(address); page < pageAfter(address, bytes); page++) {
        if (typeof states.get(page) === 'number') continue;
        states.set(page, node);
        faults++;
      }
    },
    read(address, bytes) {
      for (let page = pageOf(address); page < pageAfter(address, bytes); page++) {
        if (!states.has(page)) states.set(page, 'zero');
      }
    },
    stateAt: (address) => states.get(pageOf(address)),
    faults: () => faults,
    calls: () => calls,
  };
}

function pageOf(address: number): number {
  return Math.floor(address / pageBytes);
}

/** The page after the last of the range; of an empty range its own. */
function pageAfter(address: number, bytes: number): number {
  return bytes === 0 ? pageOf(address) : Math.ceil((address + bytes) / pageBytes);
}

/** Bytes of [address, address + bytes) by the state of their page. */
export function countBytes(pages: Pages, address: number, bytes: number): Map<PageState | 'absent', number> {
  const counts = new Map<PageState | 'absent', number>();
  for (let at = address; at < address + bytes; ) {
    const border = Math.min((pageOf(at) + 1) * pageBytes, address + bytes);
    const state = pages.stateAt(at) ?? 'absent';
    counts.set(state, (counts.get(state) ?? 0) + border - at);
    at = border;
  }
  return counts;
}
