import type { ProcessCounts } from '../../results/schema/counts.ts';
import type { Proof } from '../../results/schema/proof.ts';
import type { ProcessTimes } from '../../results/schema/times.ts';
import type { TimedModeLine } from '../../results/schema/wire.ts';
import { proofHash } from '../targets/proof-hash.ts';

type LineType = TimedModeLine['type'];
type LineOf<T extends LineType> = Extract<TimedModeLine, { readonly type: T }>;

/** Lines of one type without their `type`. */
function pick<T extends LineType>(lines: readonly TimedModeLine[], type: T): Omit<LineOf<T>, 'type'>[] {
  return lines.filter((line): line is LineOf<T> => line.type === type).map(withoutType);
}

function withoutType<L extends TimedModeLine>({ type: _type, ...rest }: L): Omit<L, 'type'> {
  return rest;
}

/** What a process proved of itself. `readLines` has seen that `about` is there. */
export function pickProof(lines: readonly TimedModeLine[]): Proof {
  const [about] = pick(lines, 'about');
  if (about === undefined) throw new Error('lines without about were accepted');
  const { schema: _schema, ...proof } = about;
  return proof;
}

/** What a process counted, from its lines. `readLines` has seen that `end` is there. */
export function makeCounts(lines: readonly TimedModeLine[]): ProcessCounts {
  const [end] = pick(lines, 'end');
  if (end === undefined) throw new Error('lines without end were accepted');
  const [memoryPolicy] = pick(lines, 'memory-policy');
  const arrayPasses = pick(lines, 'array-pass');
  return {
    proof: proofHash(pickProof(lines)),
    operations: end.operations,
    check: end.check,
    pinning: pick(lines, 'pinning'),
    ...(memoryPolicy && { memoryPolicy }),
    placement: pick(lines, 'placement'),
    census: pick(lines, 'census'),
    lineSharing: pick(lines, 'line-sharing'),
    threadMaps: pick(lines, 'thread-map'),
    lockHandoffs: pick(lines, 'lock-handoffs'),
    syncObjects: pick(lines, 'sync-object'),
    descriptorChanges: pick(lines, 'descriptor-changes'),
    memory: pick(lines, 'memory'),
    events: pick(lines, 'events')[0] ?? null,
    counters: pick(lines, 'counters')[0] ?? null,
    firstTouch: pick(lines, 'first-touch'),
    ...(arrayPasses.length > 0 && { arrayPasses }),
  };
}

/** What a process timed; empty lists where it timed nothing. */
export function makeTimes(lines: readonly TimedModeLine[]): ProcessTimes {
  return {
    samples: pick(lines, 'sample'),
    histograms: pick(lines, 'histogram'),
    pointerChases: pick(lines, 'pointer-chase'),
    harnessCosts: pick(lines, 'harness-cost'),
  };
}
