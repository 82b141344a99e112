import { expect, test } from 'vitest';
import type { ProcessCounts } from '../../../results/schema/counts.ts';
import { type SharingArm, sharingData } from '../../../test/fixtures/runs/sharing-trials.ts';
import { lineSharing } from './m3-line-sharing.ts';

type Size = ProcessCounts['lineSharing'][number]['sizes'][number];

/** All sizes of the sweep, or the last of them; `change` replaces what a size says. */
function arm(align: '0' | '64', change: (size: Size) => Size = (size) => size, first = 1): SharingArm {
  const sizes = Array.from({ length: 4096 - first + 1 }, (_, i) => change(sizeOf(first + i, align)));
  return {
    nodeCount: 2,
    parameters: { align, sweep: '1-4096' },
    counts: () => ({ lineSharing: [{ lineBytes: 64, alignBytes: Number(align), sizes }] }),
  };
}

/** A block at 16 in its line with the next one 15 bytes behind its end; aligned, the next one in the line after its last. */
function sizeOf(sizeBytes: number, align: '0' | '64'): Size {
  if (align === '64') {
    const stride = 64 * Math.ceil(sizeBytes / 64);
    return { sizeBytes, farPairs: 0, near: [[0, stride, 7, 0, 7]] };
  }
  const stride = sizeBytes + 15;
  const shares = Math.floor((16 + sizeBytes - 1) / 64) === Math.floor((16 + stride) / 64);
  return { sizeBytes, farPairs: 2, near: [[16, stride, 7, shares ? 7 : 0, 7]] };
}

test('is supported when the formula is exact for all 4096 sizes and aligned blocks share with headers only', () => {
  const { verdict, because, evidence } = lineSharing.judge(sharingData([arm('0'), arm('64')]));
  expect([verdict, because]).toEqual(['supported', expect.stringContaining('all 4096 sizes')]);
  expect(evidence.filter(({ predicted }) => predicted === 0).map(({ measured }) => measured.upper)).toEqual([
    0, 0, 0,
  ]);
});

test('is refuted by one pair of one size, or by aligned blocks that share', () => {
  const oneOff = (size: Size): Size =>
    size.sizeBytes === 100 ? { ...size, near: [[16, 115, 7, 6, 7]] } : size;
  expect(lineSharing.judge(sharingData([arm('0', oneOff), arm('64')]))).toMatchObject({
    verdict: 'refuted',
    because: expect.stringContaining('1 sizes are off the formula: 100 B'),
  });
  const shared = (size: Size): Size => (size.sizeBytes === 8 ? { ...size, near: [[0, 16, 7, 7, 7]] } : size);
  expect(lineSharing.judge(sharingData([arm('0'), arm('64', shared)]))).toMatchObject({
    verdict: 'refuted',
    because: expect.stringContaining('share a line in 5 of 5 blocks'),
  });
});

test('is refuted when no header ever shares a line with a block', () => {
  const apart = (size: Size): Size => ({ ...size, near: [] });
  expect(lineSharing.judge(sharingData([arm('0'), arm('64', apart)])).verdict).toBe('refuted');
});

test('is unsettled when sizes are missing, and not run without a sweep', () => {
  expect(lineSharing.judge(sharingData([arm('0', undefined, 2), arm('64')])).verdict).toBe('unsettled');
  expect(lineSharing.judge(sharingData([arm('0')])).verdict).toBe('unsettled');
  expect(lineSharing.judge(sharingData([])).verdict).toBe('not-run');
});
