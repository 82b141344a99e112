import type { EventStream } from './event-stream.ts';
import { isFolder } from './is-folder.ts';
import { renderProgressText } from './render-progress-text.ts';
import type { ProgressReader } from './run-progress.ts';
import { watchFolder } from './watch-folder.ts';

export interface FollowedRun {
  readonly directory: string;
  readonly reader: ProgressReader;
  /** Version of the report that the page shows already. */
  readonly seen: string;
  readonly pollMs: number;
  /** How long a report must have been shown before the next is offered. */
  readonly quietMs: () => number;
}

/**
 * Tells a browser how far a run is (`progress`), when there is a newer report (`report`), that the run has ended (`end`) or its folder is gone
 * (`gone`); the stream ends with either. A report is offered rarely while the run goes on: making one takes a CPU that the run may be
 * measuring on.
 */
export function followRun(stream: EventStream, run: FollowedRun): () => void {
  let [sent, offered, offeredAtMs] = ['', run.seen, performance.now()];
  const finish = (event: 'end' | 'gone') => {
    stop();
    stream.send(event, {});
    stream.close();
  };
  const look = async () => {
    const progress = await run.reader.read();
    if (!(await isFolder(run.directory))) return finish('gone');
    if (progress === undefined) return finish('end');
    const { done, planned, state, version } = progress;
    const text = renderProgressText(progress);
    if (text !== sent) stream.send('progress', { text, done, planned, state });
    sent = text;
    const isEnded = state === 'ended';
    if (version !== offered && (isEnded || performance.now() - offeredAtMs >= run.quietMs())) {
      stream.send('report', { version });
      [offered, offeredAtMs] = [version, performance.now()];
    }
    if (isEnded) finish('end');
  };
  const { stop } = watchFolder(run.directory, run.pollMs, look);
  return stop;
}
