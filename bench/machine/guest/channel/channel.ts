import { randomInt } from 'node:crypto';
import type { Duplex } from 'node:stream';
import { makeLink } from './link.ts';

/** A link on a stream, with the clock of this process. */
export interface Channel {
  send(payload: string): void;
  counts(): { readonly dropped: number; readonly resent: number };
  close(): void;
}

/** Opens a session over `stream`. `onMessage` is called with each message once, in order, until `close`. */
export function openChannel(stream: Duplex, onMessage: (payload: string) => void): Channel {
  let timer: NodeJS.Timeout | undefined;
  let closed = false;
  const link = makeLink({
    // Not zero, which is what a guest that never had a session holds.
    session: randomInt(1, 2 ** 32),
    nowMs: performance.now(),
    write: (bytes) => {
      if (stream.writable) stream.write(bytes);
    },
  });
  const schedule = () => {
    clearTimeout(timer);
    const deadline = closed ? undefined : link.deadlineMs();
    if (deadline !== undefined) timer = setTimeout(onTimer, Math.max(1, deadline - performance.now()));
  };
  const onTimer = () => {
    link.tick(performance.now());
    schedule();
  };
  const onData = (bytes: Buffer) => {
    for (const message of link.receive(bytes, performance.now())) onMessage(message);
    schedule();
  };
  stream.on('data', onData);
  schedule();
  return {
    send: (payload) => {
      link.send(payload, performance.now());
      schedule();
    },
    counts: link.counts,
    close: () => {
      closed = true;
      clearTimeout(timer);
      stream.off('data', onData);
    },
  };
}
