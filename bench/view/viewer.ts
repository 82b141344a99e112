import type { IndexRow } from './render-index.ts';
import { inspectRunFolder, listRunNames, type RunFolder } from './run-folder.ts';
import { leadsOutside, makeRunLibrary, type QuietTime, type RunPage } from './run-library.ts';
import { makeProgressReader, type ProgressReader } from './run-progress.ts';
import type { RunSource, ViewProblem } from './run-source.ts';

/** What the viewer knows of a results folder. */
export interface Viewer {
  /** Real path of the results folder. */
  readonly root: string;
  /** Newest first; undefined when the folder is gone. */
  readonly listRows: () => Promise<readonly IndexRow[] | undefined>;
  readonly progressOf: (folder: RunFolder) => ProgressReader;
  /** True while a run that goes on has no record yet. */
  readonly hasJustBegun: (folder: RunFolder) => Promise<boolean>;
  readonly page: (name: string) => Promise<RunPage | ViewProblem | { readonly state: 'none' }>;
  /** Calls back when a run was read in the background: the index knows more then. Answers the function that ends that. */
  readonly onRead: (listener: () => void) => () => void;
  /** How long the report of this run is to be left as it is while the run goes on. */
  readonly quietMsOf: (name: string) => number;
  readonly compare: RunSource['compare'];
  readonly close: () => void;
}

export interface ViewerOptions {
  readonly root: string;
  readonly source: RunSource;
  readonly quietMs: QuietTime;
}

export function makeViewer({ root, source, quietMs }: ViewerOptions): Viewer {
  const library = makeRunLibrary(root, source, quietMs);
  const readers = new Map<string, ProgressReader>();
  const buildMs = new Map<string, number>();
  const progressOf = ({ directory }: RunFolder) => {
    const reader = readers.get(directory) ?? makeProgressReader(directory);
    readers.set(directory, reader);
    return reader;
  };
  const hasJustBegun = async (folder: RunFolder) => {
    const reader = progressOf(folder);
    return (await reader.isGoingOn()) && (await reader.read())?.done === 0;
  };
  const readRow = async (name: string): Promise<IndexRow> => {
    const found = await inspectRunFolder(root, name);
    if (found.state === 'outside') return { row: { name, ...leadsOutside(found.file) }, progress: undefined };
    if (found.state === 'none') return { row: { state: 'unread', name }, progress: undefined };
    const reader = progressOf(found.folder);
    const progress = (await reader.isGoingOn()) ? await reader.read() : undefined;
    // Without a record there is nothing to read, and no reason to say so.
    if (progress?.done === 0) return { row: { state: 'unread', name }, progress };
    return { row: library.row(found.folder), progress };
  };
  return {
    root,
    progressOf,
    hasJustBegun,
    listRows: async () => {
      const names = await listRunNames(root);
      return names === undefined ? undefined : Promise.all(names.map(readRow));
    },
    page: async (name) => {
      const page = await library.page(name);
      if (page.state === 'page') buildMs.set(name, page.buildMs);
      return page;
    },
    quietMsOf: (name) => quietMs(buildMs.get(name) ?? 0),
    compare: source.compare,
    onRead: library.onRead,
    close: library.close,
  };
}
