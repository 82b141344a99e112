import { type Frame, type FrameReader, makeFrameReader, renderFrame } from './frame.ts';

/** As in native/guest/link.h. */
const retryFirstMs = 300;
const retryMaxMs = 2000;

/** What is under way: the frame, and when it is sent again. */
interface Waiting {
  readonly bytes: Buffer;
  readonly frame: Frame;
  retryAtMs: number;
  retryAfterMs: number;
}

/**
 * The orchestrator's end of the channel, without a clock or a wire of its own: messages arrive in order,
 * once each, over a line that may lose, damage, repeat or invent bytes. One frame is under way at a time;
 * the first opens the session, so a guest restored from a snapshot forgets what was said before it. Every
 * call may write to the line.
 */
export interface Link {
  /** Queues JSON text for the guest. */
  send(payload: string, nowMs: number): void;
  /** Takes bytes from the line; returns the messages they completed. */
  receive(bytes: Uint8Array, nowMs: number): readonly string[];
  /** Sends again what is overdue. */
  tick(nowMs: number): void;
  /** When `tick` has something to do; undefined while nothing is under way. */
  deadlineMs(): number | undefined;
  /** Damaged frames received and frames sent again: a measure of the line. */
  counts(): { readonly dropped: number; readonly resent: number };
}

export function makeLink(options: {
  readonly session: number;
  readonly nowMs: number;
  readonly write: (bytes: Buffer) => void;
}): Link {
  const { session, write } = options;
  const reader: FrameReader = makeFrameReader();
  const queue: string[] = [];
  let waiting: Waiting | undefined;
  let nextOut = 0;
  let nextIn = 0;
  let resent = 0;

  const transmit = (frame: Frame, nowMs: number): void => {
    const bytes = renderFrame(frame);
    waiting = { bytes, frame, retryAtMs: nowMs + retryFirstMs, retryAfterMs: retryFirstMs };
    write(bytes);
  };
  const advance = (nowMs: number): void => {
    const payload = waiting === undefined ? queue.shift() : undefined;
    if (payload !== undefined) transmit({ kind: 'data', session, sequence: nextOut, payload }, nowMs);
  };
  const onAck = (sequence: number): void => {
    if (waiting === undefined) return;
    if (waiting.frame.kind === 'data') {
      if (sequence !== nextOut + 1) return;
      nextOut += 1;
    }
    waiting = undefined;
  };
  const onFrame = (frame: Frame): string | undefined => {
    if (frame.session !== session || frame.kind === 'open') return undefined;
    if (frame.kind === 'ack') {
      onAck(frame.sequence);
      return undefined;
    }
    // A repeated frame means that its acknowledgement was lost: acknowledge again, deliver once.
    const expected = frame.sequence === nextIn;
    if (expected) nextIn += 1;
    write(renderFrame({ kind: 'ack', session, sequence: nextIn, payload: '' }));
    return expected ? frame.payload : undefined;
  };

  transmit({ kind: 'open', session, sequence: 0, payload: '' }, options.nowMs);
  return {
    send: (payload, nowMs) => {
      queue.push(payload);
      advance(nowMs);
    },
    receive: (bytes, nowMs) => {
      const messages = reader
        .read(bytes)
        .map(onFrame)
        .filter((message) => message !== undefined);
      advance(nowMs);
      return messages;
    },
    tick: (nowMs) => {
      if (waiting === undefined || nowMs < waiting.retryAtMs) return;
      waiting.retryAfterMs = Math.min(waiting.retryAfterMs * 2, retryMaxMs);
      waiting.retryAtMs = nowMs + waiting.retryAfterMs;
      resent += 1;
      write(waiting.bytes);
    },
    deadlineMs: () => waiting?.retryAtMs,
    counts: () => ({ dropped: reader.dropped(), resent }),
  };
}
