import { expect, test } from 'vitest';
import { makeRandom } from '../testing/seeded-random.ts';
import { type Frame, makeFrameReader, renderFrame } from './frame.ts';
import { makeLink } from './link.ts';

const session = 99;
const stepMs = 50;

/**
 * The agent's end, as native/guest/link.c has it: answers the opening, sends `outbox` one by one, keeps what
 * it gets.
 */
function makeAgent(outbox: string[], write: (bytes: Buffer) => void) {
  const reader = makeFrameReader();
  const received: string[] = [];
  let open = false;
  let next = 0;
  let out = 0;
  let retryAtMs: number | undefined;
  const ack = () => write(renderFrame({ kind: 'ack', session, sequence: next, payload: '' }));
  return {
    received,
    receive: (bytes: Uint8Array) => {
      for (const frame of reader.read(bytes)) {
        if (frame.kind === 'ack') {
          if (frame.sequence === out + 1) {
            out += 1;
            retryAtMs = undefined;
          }
          continue;
        }
        open = true;
        if (frame.kind === 'data' && frame.sequence === next) {
          received.push(frame.payload);
          next += 1;
        }
        ack();
      }
    },
    tick: (nowMs: number) => {
      const payload = outbox[out];
      if (!open || payload === undefined || (retryAtMs !== undefined && nowMs < retryAtMs)) return;
      write(renderFrame({ kind: 'data', session, sequence: out, payload }));
      retryAtMs = nowMs + 300;
    },
  };
}

/**
 * A line that loses, damages and invents bytes, each with `fault` chances in 10,000, and repeats whole
 * writes.
 */
function makeLine(fault: number, random: (bound: number) => number) {
  let bytes: number[] = [];
  return {
    write: (sent: Buffer) => {
      for (let times = random(1000) < fault * 10 ? 2 : 1; times > 0; times -= 1) {
        for (const byte of sent) {
          if (random(10_000) < fault) bytes.push(random(256));
          if (random(10_000) < fault) continue;
          bytes.push(random(10_000) < fault ? random(256) : byte);
        }
      }
    },
    take: () => {
      const taken = Buffer.from(bytes);
      bytes = [];
      return taken;
    },
  };
}

function exchange(fault: number, seed: number) {
  const random = makeRandom(seed);
  const [toAgent, toHost] = [makeLine(fault, random), makeLine(fault, random)];
  const messages = Array.from({ length: 200 }, (_, n) => JSON.stringify({ n, text: 'x'.repeat(n % 120) }));
  const agent = makeAgent([...messages], toHost.write);
  const link = makeLink({ session, nowMs: 0, write: toAgent.write });
  for (const message of messages) link.send(message, 0);
  const received: string[] = [];
  for (
    let nowMs = 0;
    nowMs < 10_000_000 && (received.length < 200 || agent.received.length < 200);
    nowMs += stepMs
  ) {
    agent.receive(toAgent.take());
    agent.tick(nowMs);
    received.push(...link.receive(toHost.take(), nowMs));
    link.tick(nowMs);
  }
  return { messages, received, agentReceived: agent.received, counts: link.counts() };
}

test('delivers everything over a good line without sending anything twice', () => {
  const { messages, received, agentReceived, counts } = exchange(0, 1);
  expect(received).toEqual(messages);
  expect(agentReceived).toEqual(messages);
  expect(counts).toEqual({ dropped: 0, resent: 0 });
});

test.each([1, 2, 3, 4, 5, 6])('delivers everything once and in order over a bad line (seed %i)', (seed) => {
  const { messages, received, agentReceived, counts } = exchange(8, seed);
  expect(received).toEqual(messages);
  expect(agentReceived).toEqual(messages);
  expect(counts.dropped).toBeGreaterThan(0);
  expect(counts.resent).toBeGreaterThan(0);
});

function openLink() {
  const written: Frame[] = [];
  const reader = makeFrameReader();
  const link = makeLink({ session, nowMs: 0, write: (bytes) => written.push(...reader.read(bytes)) });
  return { link, written };
}

const ack = (sequence: number) => renderFrame({ kind: 'ack', session, sequence, payload: '' });

test('opens the session before it sends, and keeps asking until the agent is there', () => {
  const { link, written } = openLink();
  link.send('{}', 0);
  link.tick(299);
  expect(written.map((frame) => frame.kind)).toEqual(['open']);
  link.tick(300);
  expect(written.map((frame) => frame.kind)).toEqual(['open', 'open']);
  link.receive(ack(0), 400);
  expect(written.at(-1)).toEqual({ kind: 'data', session, sequence: 0, payload: '{}' });
});

test('waits longer from one repetition to the next, up to two seconds', () => {
  const { link } = openLink();
  const waits = [0, 0, 0, 0, 0].map(() => {
    const due = link.deadlineMs() ?? Number.NaN;
    link.tick(due);
    return (link.deadlineMs() ?? Number.NaN) - due;
  });
  expect(waits).toEqual([600, 1200, 2000, 2000, 2000]);
});

test('ignores frames of another session and acknowledgements out of place', () => {
  const { link, written } = openLink();
  link.send('{}', 0);
  link.receive(ack(0), 0);
  expect(link.receive(renderFrame({ kind: 'data', session: 1, sequence: 0, payload: '{}' }), 0)).toEqual([]);
  link.receive(ack(5), 0);
  link.receive(ack(0), 0);
  expect(written).toHaveLength(2);
  expect(link.deadlineMs()).toBeDefined();
  link.receive(ack(1), 0);
  expect(link.deadlineMs()).toBeUndefined();
});
