export interface ServerEvent {
  readonly event: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** Events of a stream as they come; the iteration ends with the stream. */
export async function* readEvents(url: string): AsyncGenerator<ServerEvent> {
  const { body } = await fetch(url);
  if (body === null) return;
  let rest = '';
  for await (const chunk of body.pipeThrough(new TextDecoderStream())) {
    const blocks = (rest + chunk).split('\n\n');
    rest = blocks.pop() ?? '';
    for (const block of blocks) {
      const [, event = '', data = ''] = /^event: (.*)\ndata: (.*)$/.exec(block) ?? [];
      yield { event, data: JSON.parse(data) as ServerEvent['data'] };
    }
  }
}

/** The next event that fits; fails when the stream ends before. */
export async function nextEvent(
  events: AsyncGenerator<ServerEvent>,
  fits: (event: ServerEvent) => boolean,
): Promise<ServerEvent> {
  for (;;) {
    const next = await events.next();
    if (next.done) throw new Error('the stream ended');
    if (fits(next.value)) return next.value;
  }
}
