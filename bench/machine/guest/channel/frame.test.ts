import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { findLabRoot } from '../../../lab-root.ts';
import { makeRandom } from '../testing/seeded-random.ts';
import { type Frame, makeFrameReader, payloadMax, renderFrame } from './frame.ts';

const vectors = readFileSync(join(findLabRoot(), 'native/guest/test/frame-vectors.txt'), 'latin1')
  .split('\n')
  .filter((line) => line.startsWith('+') || line.startsWith('-'));

const message: Frame = { kind: 'data', session: 7, sequence: 1, payload: '{"a":1}' };

test.each(vectors.filter((line) => line.startsWith('+')))(
  'reads what the agent accepts and writes it back alike: %s',
  (line) => {
    const bytes = Buffer.from(`\x1e${line.slice(1)}\n`, 'latin1');
    const frames = makeFrameReader().read(bytes);
    expect(frames.map(renderFrame)).toEqual([bytes]);
  },
);

test.each(vectors.filter((line) => line.startsWith('-')))('refuses what the agent refuses: %s', (line) => {
  expect(makeFrameReader().read(Buffer.from(`\x1e${line.slice(1)}\n`, 'latin1'))).toEqual([]);
});

test('finds frames wherever the stream is cut', () => {
  const bytes = Buffer.concat([renderFrame(message), renderFrame({ ...message, sequence: 2 })]);
  for (let cut = 0; cut <= bytes.length; cut += 1) {
    const reader = makeFrameReader();
    const frames = [...reader.read(bytes.subarray(0, cut)), ...reader.read(bytes.subarray(cut))];
    expect(frames.map((frame) => frame.sequence)).toEqual([1, 2]);
  }
});

test('finds a frame after kernel messages, and after a frame that was cut short', () => {
  const reader = makeFrameReader();
  expect(reader.read(Buffer.from('[    2.1] clocksource: a message\n'))).toEqual([]);
  expect(reader.read(renderFrame(message).subarray(0, 20))).toEqual([]);
  expect(reader.read(renderFrame(message))).toEqual([message]);
  expect(reader.dropped()).toBe(1);
});

test('forgets a frame that never ends', () => {
  const reader = makeFrameReader();
  expect(reader.read(Buffer.from(`\x1e${'a'.repeat(3 * payloadMax)}`))).toEqual([]);
  expect(reader.dropped()).toBe(1);
  expect(reader.read(renderFrame(message))).toEqual([message]);
});

test('never takes damage for a frame (seeded fuzzing)', () => {
  const random = makeRandom(20240611);
  const reader = makeFrameReader();
  let accepted = 0;
  for (let round = 0; round < 5000; round += 1) {
    const payload = JSON.stringify('x'.repeat(random(60)));
    const sent: Frame = { ...message, sequence: random(1000), payload };
    const bytes = renderFrame(sent);
    for (let faults = random(4); faults > 0; faults -= 1) bytes[random(bytes.length)] = random(256);
    for (const frame of reader.read(bytes)) {
      expect(frame).toEqual(sent);
      accepted += 1;
    }
  }
  expect(accepted).toBeGreaterThan(1000);
  expect(reader.dropped()).toBeGreaterThan(1000);
});

test('refuses to write what would break the framing', () => {
  expect(() => renderFrame({ ...message, payload: 'a\nb' })).toThrow('ASCII');
  expect(() => renderFrame({ ...message, payload: 'é' })).toThrow('ASCII');
  expect(() => renderFrame({ ...message, payload: 'x'.repeat(payloadMax + 1) })).toThrow('too long');
  expect(renderFrame({ ...message, payload: 'x'.repeat(payloadMax) }).length).toBeGreaterThan(payloadMax);
});
