import { duplexPair } from 'node:stream';
import { afterEach, expect, test, vi } from 'vitest';
import { makeFrameReader, renderFrame } from './channel/frame.ts';
import { connectGuest } from './guest.ts';
import { GuestError } from './guest-error.ts';
import type { Emulator } from './qemu/emulator.ts';

afterEach(() => {
  vi.useRealTimers();
});

/** An emulator whose agent answers every request with these payloads, in order. */
function makeFakeGuest(answers: readonly string[]) {
  const [ours, theirs] = duplexPair();
  const reader = makeFrameReader();
  const requests: unknown[] = [];
  const waiting = [...answers];
  let sequence = 0;
  let end: (words: string) => void = () => undefined;
  const ended = new Promise<string>((resolve) => {
    end = resolve;
  });
  theirs.on('data', (bytes: Buffer) => {
    for (const frame of reader.read(bytes)) {
      const { session } = frame;
      const send = () => {
        const payload = waiting.shift();
        if (payload !== undefined)
          theirs.write(renderFrame({ kind: 'data', session, sequence: sequence++, payload }));
      };
      if (frame.kind === 'ack') {
        send();
        continue;
      }
      const expected = frame.kind === 'data' ? frame.sequence + 1 : 0;
      theirs.write(renderFrame({ kind: 'ack', session, sequence: expected, payload: '' }));
      if (frame.kind === 'open') continue;
      requests.push(JSON.parse(frame.payload));
      send();
    }
  });
  const emulator = { channel: ours, ended, kill: async () => end('') } as Emulator;
  return { guest: connectGuest(emulator), requests, end };
}

const run = {
  do: 'run',
  timeoutMs: 1,
  gate: false,
  settings: { numaBalancing: '0', transparentHugepage: 'never', addressRandomisation: '0' },
  processes: [
    { argv: ['a'], environment: ['A=1'] },
    { argv: ['b'], environment: [] },
  ],
} as const;
const output = (process: number, stream: string, data: string) =>
  JSON.stringify({ type: 'output', process, stream, data });
const ran = JSON.stringify({
  type: 'ran',
  settings: run.settings,
  exits: [
    { state: 'exited', code: 0, cut: false },
    { state: 'exited', code: 0, cut: false },
  ],
});

test('collects the samples of memory of a trial', async () => {
  const memory = (resident: number) => ({ type: 'memory', process: 0, samples: [[resident, 1]] });
  const answers = [memory(7), memory(8), JSON.parse(ran)];
  const { guest } = makeFakeGuest(answers.map((answer) => JSON.stringify(answer)));
  expect((await guest.run(run, 1000)).memory).toEqual([memory(7), memory(8)]);
});

test('puts the output of each process together again, byte by byte', async () => {
  const { guest, requests } = makeFakeGuest([
    output(0, 'stdout', 'caf\\u00c3').replaceAll('\\\\', '\\'),
    output(1, 'stdout', 'other'),
    output(0, 'stdout', '\\u00a9').replaceAll('\\\\', '\\'),
    output(1, 'stderr', 'words'),
    ran,
  ]);
  const trial = await guest.run(run, 1000);
  expect(requests).toEqual([run]);
  expect(trial.output.stdout.map(String)).toEqual(['café', 'other']);
  expect(trial.output.stderr.map(String)).toEqual(['', 'words']);
});

test('says why the agent refused', async () => {
  const { guest } = makeFakeGuest(['{"type":"refused","why":"no such thing"}']);
  await expect(guest.perturb('1', 1000)).rejects.toThrow(
    new GuestError("the agent refused 'perturb': no such thing"),
  );
});

test.each(['{"type":"news"}', '{"type":"ran"}', 'not json', '{"type":"perturbed","extra":1}'])(
  'is broken by a message that is none: %s',
  async (payload) => {
    const { guest } = makeFakeGuest([payload]);
    await expect(guest.perturb('1', 1000)).rejects.toThrow(GuestError);
    await expect(guest.perturb('1', 1000)).rejects.toThrow('no message');
  },
);

test('is broken by an answer to another question', async () => {
  const { guest } = makeFakeGuest(['{"type":"perturbed"}']);
  await expect(guest.describe(1000)).rejects.toThrow("answered 'perturbed' instead of 'description'");
});

test('is broken when its emulator ends, with the last words', async () => {
  const { guest, end } = makeFakeGuest([]);
  const asked = guest.describe(60_000);
  end('out of memory');
  await expect(asked).rejects.toThrow('the guest ended: out of memory');
});

test('is broken when it does not answer in time', async () => {
  vi.useFakeTimers();
  const { guest } = makeFakeGuest([]);
  const asked = guest.describe(5000);
  const refused = expect(asked).rejects.toThrow("did not answer 'describe' in 5000 ms");
  await vi.advanceTimersByTimeAsync(5000);
  await refused;
});
