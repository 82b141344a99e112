import { findRunFolder, type RunFolder } from './run-folder.ts';
import type { OpenedRun, RunSource, RunSummary, ViewProblem } from './run-source.ts';

/** What is known of a run for the index. */
export type RunRow =
  | { readonly state: 'unread'; readonly name: string }
  | { readonly state: 'read'; readonly name: string; readonly summary: RunSummary }
  | (ViewProblem & { readonly name: string });

export interface RunPage {
  readonly state: 'page';
  readonly html: string;
  /** Of the making of this page, without the waiting. */
  readonly buildMs: number;
}

export interface RunLibrary {
  /** What is known already; what is not, or has changed, is read in the background, one run after the other. */
  readonly row: (folder: RunFolder) => RunRow;
  readonly page: (name: string) => Promise<RunPage | ViewProblem | { readonly state: 'none' }>;
  readonly onRead: (listener: () => void) => () => void;
  /** Ends the reading in the background after the run it is at. */
  readonly close: () => void;
}

interface Known {
  readonly print: string;
  readonly row: RunRow;
  readonly readAtMs: number;
  /** What reading and judging it took. */
  readonly buildMs: number;
}

interface KeptPage {
  readonly name: string;
  readonly print: string;
  readonly page: RunPage;
}

/** How long a run that changes is left alone after its report took `buildMs` to make. */
export type QuietTime = (buildMs: number) => number;

/** Pages are up to some megabytes each: those that are looked at in turns are few. */
const pagesKept = 4;

/** Reads runs once for as long as their files stay the same. */
export function makeRunLibrary(root: string, source: RunSource, quietMs: QuietTime): RunLibrary {
  const rows = new Map<string, Known>();
  const reader = makeOneByOne();
  const listeners = new Set<() => void>();
  let pages: readonly KeptPage[] = [];

  const open = async (
    name: string,
  ): Promise<{ print: string; opened: OpenedRun | ViewProblem } | undefined> => {
    const found = await findRunFolder(root, name);
    if (found.state === 'none') return undefined;
    if (found.state === 'outside') return { print: 'outside', opened: leadsOutside(found.file) };
    const { print } = found.folder;
    const begunMs = performance.now();
    const opened = await openRun(source, found.folder);
    const row: RunRow =
      opened.state === 'opened' ? { state: 'read', name, summary: opened.summary } : { name, ...opened };
    const readAtMs = performance.now();
    rows.set(name, { print, row, readAtMs, buildMs: readAtMs - begunMs });
    for (const listener of listeners) listener();
    return { print, opened };
  };

  const row = ({ name, print }: RunFolder): RunRow => {
    const known = rows.get(name);
    const isDue =
      known === undefined ||
      (known.print !== print && performance.now() - known.readAtMs >= quietMs(known.buildMs));
    // One that grows is shown as it was until it has been read again.
    if (isDue) reader.add(name, () => open(name));
    return known?.row ?? { state: 'unread', name };
  };

  const page: RunLibrary['page'] = async (name) => {
    const found = await findRunFolder(root, name);
    if (found.state === 'none') return { state: 'none' };
    if (found.state === 'outside') return leadsOutside(found.file);
    const { print } = found.folder;
    const kept = pages.find((one) => one.name === name && one.print === print);
    if (kept !== undefined) return kept.page;
    const begun = performance.now();
    const result = await open(name);
    if (result === undefined) return { state: 'none' };
    if (result.opened.state === 'problem') return result.opened;
    const html = await renderSafely(result.opened);
    if (typeof html !== 'string') return html;
    const made: RunPage = { state: 'page', html, buildMs: performance.now() - begun };
    pages = [{ name, print: result.print, page: made }, ...pages.filter((one) => one.name !== name)].slice(
      0,
      pagesKept,
    );
    return made;
  };

  const onRead: RunLibrary['onRead'] = (listener) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  };
  return { row, page, onRead, close: reader.close };
}

export function leadsOutside(file: string): ViewProblem {
  return {
    state: 'problem',
    message: `${file} is no file within the results folder`,
    hint: 'replace the link by what it leads to',
  };
}

/** A run that the analysis stumbles over must not take the others down: the reason becomes its row. */
async function openRun(source: RunSource, { directory }: RunFolder): Promise<OpenedRun | ViewProblem> {
  try {
    return await source.open(directory);
  } catch (error) {
    return asBug(error);
  }
}

async function renderSafely(opened: OpenedRun): Promise<string | ViewProblem> {
  try {
    return await opened.renderPage();
  } catch (error) {
    return asBug(error);
  }
}

function asBug(error: unknown): ViewProblem {
  const message = error instanceof Error ? error.message : String(error);
  return {
    state: 'problem',
    message: `this run cannot be shown: ${message}`,
    hint: 'this is a bug, please report it',
  };
}

/** Work by name, one piece at a time; a name that waits already is not added again. */
function makeOneByOne() {
  const waiting = new Map<string, () => Promise<unknown>>();
  let isBusy = false;
  let isClosed = false;
  const next = async (): Promise<void> => {
    isBusy = true;
    for (;;) {
      const [first] = waiting;
      if (first === undefined || isClosed) break;
      const [name, work] = first;
      waiting.delete(name);
      // The pause lets requests through between two runs.
      await new Promise((resolve) => setImmediate(resolve));
      await work().catch(() => undefined);
    }
    isBusy = false;
  };
  return {
    add: (name: string, work: () => Promise<unknown>) => {
      if (isClosed) return;
      waiting.set(name, work);
      if (!isBusy) void next();
    },
    close: () => {
      isClosed = true;
      waiting.clear();
    },
  };
}
