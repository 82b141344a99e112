import type { Duplex } from 'node:stream';

/** An answer of the emulator's monitor that reports a failure. */
export class QmpError extends Error {}

/** The emulator's monitor (QEMU Machine Protocol): commands are answered in order, events come in between. */
export interface Qmp {
  /** Rejects with QmpError when the command fails or the connection ends first. */
  run(command: string, argument?: Readonly<Record<string, unknown>>): Promise<unknown>;
  /** The `data` of the next event that satisfies the condition. Rejects when the connection ends first. */
  waitFor(
    event: string,
    matches: (data: Readonly<Record<string, unknown>>) => boolean,
  ): Promise<Readonly<Record<string, unknown>>>;
}

interface Waiter {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
}

interface EventWaiter {
  readonly resolve: (data: Readonly<Record<string, unknown>>) => void;
  readonly reject: (error: Error) => void;
  readonly event: string;
  readonly matches: (data: Readonly<Record<string, unknown>>) => boolean;
}

/** Connects to a monitor and leaves its negotiation mode; commands wait until the emulator has come that far. */
export function openQmp(stream: Duplex): Qmp {
  const answers: Waiter[] = [];
  let events: EventWaiter[] = [];
  let ended = false;
  let text = '';

  const fail = () => {
    ended = true;
    const error = new QmpError('the emulator ended');
    for (const waiter of [...answers.splice(0), ...events.splice(0)]) waiter.reject(error);
  };
  const onMessage = (message: Readonly<Record<string, unknown>>) => {
    if (typeof message.event === 'string') {
      const data = isRecord(message.data) ? message.data : {};
      const hit = (waiter: EventWaiter) => waiter.event === message.event && waiter.matches(data);
      for (const waiter of events.filter(hit)) waiter.resolve(data);
      events = events.filter((waiter) => !hit(waiter));
    } else if ('return' in message) answers.shift()?.resolve(message.return);
    else if (isRecord(message.error)) answers.shift()?.reject(new QmpError(String(message.error.desc)));
  };
  stream.setEncoding('utf8');
  stream.on('data', (chunk: string) => {
    text += chunk;
    const lines = text.split('\n');
    text = lines.pop() ?? '';
    for (const line of lines) {
      const message: unknown = line.trim() === '' ? undefined : JSON.parse(line);
      if (isRecord(message)) onMessage(message);
    }
  });
  stream.on('close', fail);
  stream.on('error', fail);

  const qmp: Qmp = {
    run: (execute, argument) =>
      new Promise((resolve, reject) => {
        if (ended) return reject(new QmpError('the emulator ended'));
        answers.push({ resolve, reject });
        stream.write(`${JSON.stringify({ execute, arguments: argument })}\n`);
      }),
    waitFor: (event, matches) =>
      new Promise((resolve, reject) => {
        if (ended) return reject(new QmpError('the emulator ended'));
        events.push({ event, matches, resolve, reject });
      }),
  };
  // If it fails, so does the command that follows.
  qmp.run('qmp_capabilities').catch(() => undefined);
  return qmp;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
