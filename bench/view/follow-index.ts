import type { EventStream } from './event-stream.ts';
import type { Viewer } from './viewer.ts';
import { watchFolder } from './watch-folder.ts';

/** Tells a browser (`runs`) that the index is no longer what it last was; the browser then asks for it. */
export function followIndex(stream: EventStream, viewer: Viewer, pollMs: number): () => void {
  let sent: string | undefined;
  const watch = watchFolder(viewer.root, pollMs, async () => {
    const rows = JSON.stringify((await viewer.listRows()) ?? null);
    // What the page showed when it was loaded is not known here: the first look tells as well.
    if (rows !== sent) stream.send('runs', {});
    sent = rows;
  });
  const unsubscribe = viewer.onRead(watch.lookNow);
  return () => {
    unsubscribe();
    watch.stop();
  };
}
