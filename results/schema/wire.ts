import { z } from 'zod';
import { counters } from './counters.ts';
import {
  arrayPass,
  census,
  descriptorChanges,
  firstTouch,
  kernelEvents,
  lineSharing,
  lockHandoffs,
  memoryCheckpoint,
  memoryPolicy,
  pinning,
  placementCount,
  syncObject,
  threadMap,
} from './counts.ts';
import { count, schemaVersion } from './primitives.ts';
import { proof } from './proof.ts';
import { harnessCost, latencyHistogram, pointerChase, timedSample } from './times.ts';

/** Lines a benchmark program prints on stdout, one JSON object each, after its clock has stopped. */
const countLine = [
  proof.extend({ type: z.literal('about'), schema: z.literal(schemaVersion) }),
  pinning.extend({ type: z.literal('pinning') }),
  memoryPolicy.extend({ type: z.literal('memory-policy') }),
  placementCount.extend({ type: z.literal('placement') }),
  census.extend({ type: z.literal('census') }),
  lineSharing.extend({ type: z.literal('line-sharing') }),
  threadMap.extend({ type: z.literal('thread-map') }),
  lockHandoffs.extend({ type: z.literal('lock-handoffs') }),
  syncObject.extend({ type: z.literal('sync-object') }),
  descriptorChanges.extend({ type: z.literal('descriptor-changes') }),
  memoryCheckpoint.extend({ type: z.literal('memory') }),
  kernelEvents.extend({ type: z.literal('events') }),
  counters.extend({ type: z.literal('counters') }),
  firstTouch.extend({ type: z.literal('first-touch') }),
  arrayPass.extend({ type: z.literal('array-pass') }),
  z.strictObject({
    type: z.literal('end'),
    operations: count,
    check: z.string().regex(/^[0-9a-f]{16}$/),
  }),
] as const;

/** In `count` mode any line outside this union, a time above all, is bad output. */
export const countModeLine = z.discriminatedUnion('type', countLine);

export const timedModeLine = z.discriminatedUnion('type', [
  ...countLine,
  timedSample.extend({ type: z.literal('sample') }),
  latencyHistogram.extend({ type: z.literal('histogram') }),
  pointerChase.extend({ type: z.literal('pointer-chase') }),
  harnessCost.extend({ type: z.literal('harness-cost') }),
]);

export type TimedModeLine = z.infer<typeof timedModeLine>;
