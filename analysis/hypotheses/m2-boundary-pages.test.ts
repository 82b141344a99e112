import { expect, test } from 'vitest';
import { mixedCounts, type SharingArm, sharingData } from '../../test/fixtures/runs/sharing-trials.ts';
import { boundaryPages } from './m2-boundary-pages.ts';

/** Half of the neighbours are remote; `followingRatio` of an object lies on its lower neighbour's page. */
function arm(sizeBytes: number, followingRatio: number, ratios: readonly number[]): SharingArm {
  return {
    nodeCount: 2,
    parameters: { sizes: `fixed:${sizeBytes}`, objects: sizeBytes > 20_000 ? '400' : '1000' },
    counts: (block) =>
      mixedCounts({
        sizeBytes,
        strideBytes: sizeBytes + 80,
        followingRatio,
        remoteRatio: ratios[(block - 1) % ratios.length] ?? 0,
      }),
  };
}

test('is supported when measured / predicted stays within 20 % at every stride', () => {
  const data = sharingData([arm(2000, 0.6, [0.27, 0.32]), arm(20_000, 0.1, [0.045, 0.055])]);
  const { verdict, evidence } = boundaryPages.judge(data);
  expect(verdict).toBe('supported');
  expect(evidence.map(({ label }) => label)).toContain(
    '20000 B, stride 20080 B, 2 nodes, burst 1: measured / predicted',
  );
});

test('is unsettled when one stride is farther off', () => {
  const data = sharingData([arm(2000, 0.6, [0.3]), arm(20_000, 0.1, [0.05, 0.065])]);
  expect(boundaryPages.judge(data).verdict).toBe('unsettled');
});

test('is unsettled when bytes are remote of objects that share no page', () => {
  const near = arm(2000, 0.6, [0.3]);
  expect(boundaryPages.judge(sharingData([near, arm(80_000, 0, [0.003])]))).toMatchObject({
    verdict: 'unsettled',
    because: expect.stringContaining('1 of 2 arms'),
  });
  expect(boundaryPages.judge(sharingData([near, arm(80_000, 0, [0])])).verdict).toBe('supported');
});

test('is refuted when the ratio does not fall with the stride', () => {
  const data = sharingData([arm(2000, 0.6, [0.3]), arm(20_000, 0.1, [0.3])]);
  expect(boundaryPages.judge(data)).toMatchObject({
    verdict: 'refuted',
    because: expect.stringContaining('does not fall'),
  });
});

test('is not run without its arms', () => {
  expect(boundaryPages.judge(sharingData([])).verdict).toBe('not-run');
});
