import { existsSync } from 'node:fs';
import { realpath } from 'node:fs/promises';
import { constants, hostname, setPriority, userInfo } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { findRun } from '../../analysis/load/find-run.ts';
import { findLabRoot } from '../lab-root.ts';
import type { OptionsOf } from '../request/flag.ts';
import type { viewFlags } from '../request/flags.ts';
import { catchInterrupts } from '../run/interrupt.ts';
import { UserError } from '../user-error.ts';
import { isFolder } from '../view/is-folder.ts';
import { hasDisplay, openBrowser } from '../view/open-browser.ts';
import { startViewServer } from '../view/view-server.ts';
import { makeViewer } from '../view/viewer.ts';
import type { NamedRun } from './stored/named-run.ts';
import { viewSource } from './view/view-source.ts';

/** What is shown: a results folder, and the run that is opened first; none where there is none yet. */
interface Shown {
  readonly root: string;
  readonly run: string | undefined;
}

const pollMs = 1000;

/** A twentieth of a CPU at most goes into the report of a run that is going on: it may be measuring on that CPU. */
const quietMs = (buildMs: number) => Math.max(3000, 20 * buildMs);

/**
 * `numa-lab view [run]`: serves the results folder on loopback until a signal ends it, which is the only way and answers 0. Throws
 * UserError for a run that there is not and a port that is not available.
 */
export async function runViewCommand(options: OptionsOf<typeof viewFlags> & NamedRun): Promise<number> {
  const { port } = options;
  const shown = await findShown(options.results, options.run);
  const viewer = makeViewer({ root: shown.root, source: viewSource, quietMs });
  const server = await startViewServer({ viewer, port, pollMs });
  const interrupt = catchInterrupts(() => undefined);
  try {
    await announce(shown, server.port, { mayOpen: options.open !== false, json: options.json === true });
    // After the browser was started, which would inherit it.
    yieldToRuns();
    await aborted(interrupt.signal);
  } finally {
    await server.close();
    interrupt.release();
  }
  return 0;
}

/** The run is named as for `report`; one that lies elsewhere is shown with those beside it. */
async function findShown(results: string | undefined, wanted: string | undefined): Promise<Shown> {
  const folder = results ?? join(findLabRoot(), 'results', 'runs');
  if (results !== undefined) await checkFolder(results);
  const found = await findRun(folder, wanted);
  if (found.state === 'found') {
    const directory = await realpath(found.directory);
    return { root: dirname(directory), run: basename(directory) };
  }
  if (wanted !== undefined && wanted !== 'latest') throw new UserError(found.message, { hint: found.hint });
  return { root: await realpath(folder).catch(() => folder), run: undefined };
}

/** Of the lab's own folder it is no mistake that there is none yet. */
async function checkFolder(folder: string): Promise<void> {
  if (!(await isFolder(folder))) {
    throw new UserError(`--results is no folder: '${folder}'`, {
      hint: 'name the one that holds run directories',
    });
  }
}

/** Whatever measures on this machine goes first. Where that is refused, the pauses between reports must do. */
function yieldToRuns(): void {
  try {
    setPriority(constants.priority.PRIORITY_LOW);
  } catch {
    // A container may forbid it.
  }
}

interface AnnounceOptions {
  readonly mayOpen: boolean;
  readonly json: boolean;
}

async function announce(
  { root, run }: Shown,
  port: number,
  { mayOpen, json }: AnnounceOptions,
): Promise<void> {
  const url = `http://127.0.0.1:${port}/${run === undefined ? '' : `runs/${encodeURIComponent(run)}`}`;
  process.stdout.write(`${json ? JSON.stringify({ url, port, run: run ?? null }) : url}\n`);
  const say = (line: string) => process.stderr.write(`${line}\n`);
  if (!hasDisplay()) {
    const report = run === undefined ? undefined : findReport(join(root, run));
    say('no display here; on the machine with your browser:');
    say(`  ssh -L ${port}:127.0.0.1:${port} ${nameLogin()}`);
    say('and open the address above there');
    if (report !== undefined) say(`or copy the report: ${report}`);
  } else if (mayOpen && !(await openBrowser(url)))
    say('xdg-open is missing; open the address above yourself');
  say('Ctrl-C ends it');
}

/** The file of a report that a reader can take along. */
function findReport(directory: string): string | undefined {
  return ['report.html', 'report.txt'].map((name) => join(directory, name)).find((path) => existsSync(path));
}

function nameLogin(): string {
  try {
    return `${userInfo().username}@${hostname()}`;
  } catch {
    // A user without an entry in passwd.
    return hostname();
  }
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
