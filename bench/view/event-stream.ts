import type { ServerResponse } from 'node:http';
import { commonHeaders, ownPolicy } from './reply.ts';

/** Server-sent events to one browser. Sending to one that has gone does nothing. */
export interface EventStream {
  readonly send: (event: string, data: unknown) => void;
  readonly close: () => void;
}

/** Opens a stream over a response; `onClose` is called once, whoever ends it. */
export function openEventStream(response: ServerResponse, onClose: () => void): EventStream {
  response.writeHead(200, {
    ...commonHeaders(ownPolicy),
    'Content-Type': 'text/event-stream; charset=utf-8',
  });
  response.flushHeaders();
  response.once('close', onClose);
  return {
    send: (event, data) => {
      // JSON has no line ends of its own, which would end the event.
      if (!response.writableEnded) response.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
    },
    close: () => response.end(),
  };
}
