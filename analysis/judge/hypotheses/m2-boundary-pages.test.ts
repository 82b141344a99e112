import { expect, test } from 'vitest';
import { mixedCounts, type SharingArm, sharingData } from '../../../test/fixtures/runs/sharing-trials.ts';
import { boundaryPages } from './m2-boundary-pages.ts';

/** 40,000 objects of 2000 B have 0.55 of their bytes on pages placed for a neighbour, of 20,000 B 0.04; half of the neighbours are remote. */
function arm(sizeBytes: number, ratios: readonly number[], remotePairRatio = 0.5): SharingArm {
  return {
    nodeCount: 2,
    parameters: { sizes: `fixed:${sizeBytes}`, objects: sizeBytes > 20_000 ? '400' : '1000' },
    counts: (block) =>
      mixedCounts({
        sizeBytes,
        strideBytes: sizeBytes + 80,
        followingRatio: 0,
        remoteRatio: ratios[(block - 1) % ratios.length] ?? 0,
        remotePairRatio,
      }),
  };
}

test('is supported when measured / predicted stays within 20 % at every stride', () => {
  const data = sharingData([arm(2000, [0.25, 0.3]), arm(20_000, [0.024, 0.027])]);
  const { verdict, evidence } = boundaryPages.judge(data);
  expect(verdict).toBe('supported');
  expect(evidence.map(({ label }) => label)).toContain(
    '20000 B, stride 20080 B, 2 nodes, burst 1: measured / predicted',
  );
});

test('is unsettled when one stride is farther off', () => {
  const data = sharingData([arm(2000, [0.27]), arm(20_000, [0.025, 0.035])]);
  expect(boundaryPages.judge(data).verdict).toBe('unsettled');
});

test('is unsettled when bytes are remote although no neighbour is', () => {
  const near = arm(2000, [0.27]);
  expect(boundaryPages.judge(sharingData([near, arm(80_000, [0.003], 0)]))).toMatchObject({
    verdict: 'unsettled',
    because: expect.stringContaining('1 of 2 arms'),
  });
  expect(boundaryPages.judge(sharingData([near, arm(80_000, [0], 0)])).verdict).toBe('supported');
});

test('is refuted when the ratio does not fall with the stride', () => {
  const data = sharingData([arm(2000, [0.3]), arm(20_000, [0.3])]);
  expect(boundaryPages.judge(data)).toMatchObject({
    verdict: 'refuted',
    because: expect.stringContaining('does not fall'),
  });
});

test('is not run without its arms', () => {
  expect(boundaryPages.judge(sharingData([])).verdict).toBe('not-run');
});
