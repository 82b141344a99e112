import { expect, test } from 'vitest';
import { mixedCounts, type SharingArm, sharingData } from '../../../test/fixtures/runs/sharing-trials.ts';
import { mixedPages } from './m1-mixed-pages.ts';

/** Objects of 1000 bytes at a stride of 1024: k = 4, and f is somewhat more than 3/4. */
function arm(nodeCount: number, ratios: readonly number[], parameters = {}): SharingArm {
  const objects = nodeCount === 2 ? '4000' : '1000';
  return {
    nodeCount,
    parameters: { sizes: 'fixed:1000', objects, ...parameters },
    counts: (block) =>
      mixedCounts({
        sizeBytes: 1000,
        strideBytes: 1024,
        followingRatio: 0.8,
        remoteRatio: ratios[(block - 1) % ratios.length] ?? 0,
      }),
  };
}

test('is supported when every range lies within 0.03 of f (N - 1)/N', () => {
  const { verdict, because, evidence } = mixedPages.judge(
    sharingData([arm(2, [0.38, 0.4, 0.42]), arm(8, [0.69, 0.71])]),
  );
  expect([verdict, because]).toEqual(['supported', expect.stringContaining('2 of 2 arms')]);
  expect(evidence.slice(0, 2).map(({ label, predicted }) => [label, predicted])).toEqual([
    ['1000 B, stride 1024 B, 2 nodes, burst 1', expect.closeTo(0.4)],
    ['1000 B, stride 1024 B, 8 nodes, burst 1', expect.closeTo(0.7)],
  ]);
  expect(evidence.every(({ measured }) => measured.n === 5)).toBe(true);
});

test('tells what whole objects on a page would predict, and does not decide by it', () => {
  const { evidence } = mixedPages.judge(sharingData([arm(2, [0.4]), arm(8, [0.7])]));
  expect(evidence.slice(2).map(({ label, predicted }) => [label, predicted])).toEqual([
    ['1000 B, stride 1024 B, 2 nodes, burst 1, against (1 - 1/k)(N - 1)/N', 0.375],
    ['1000 B, stride 1024 B, 8 nodes, burst 1, against (1 - 1/k)(N - 1)/N', 0.65625],
  ]);
});

test('is unsettled when a range reaches out of the supporting region, refuted below half of the formula', () => {
  expect(mixedPages.judge(sharingData([arm(2, [0.4, 0.44])])).verdict).toBe('unsettled');
  expect(mixedPages.judge(sharingData([arm(2, [0.19, 0.21])])).verdict).toBe('unsettled');
  const refuted = mixedPages.judge(sharingData([arm(8, [0.7]), arm(2, [0, 0.19])]));
  expect([refuted.verdict, refuted.because]).toEqual(['refuted', expect.stringContaining('2 nodes')]);
});

test('larger bursts are evidence and do not decide', () => {
  const judged = mixedPages.judge(sharingData([arm(2, [0.4]), arm(2, [0.01], { burst: '256' })]));
  expect([judged.verdict, judged.evidence.length]).toEqual(['supported', 3]);
});

test('does not look at arms of other questions, and without its own says so', () => {
  const foreign = [arm(2, [0.1], { objects: '17' }), arm(2, [0.1], { refill: '500' })];
  expect(mixedPages.judge(sharingData(foreign)).verdict).toBe('not-run');
  expect(mixedPages.judge(sharingData([{ ...arm(2, [0.1]), target: 'glibc' }])).verdict).toBe('not-run');
});
