import type { Arm } from '../../../results/schema/plan.ts';
import { setsMemoryPolicy } from '../arms/place-threads.ts';
import { absent, type Lack, type Outcome } from './lack.ts';

/** A factor without an effect would be read as one that changes nothing. */
export function lackingBalancing({ request, main: { place } }: Outcome): Lack[] {
  if (place.machine !== 'virtual' || request.settings.numaBalancing === '0') return [];
  const skipped = (request.placements ?? []).filter(setsMemoryPolicy);
  return skipped.map((placement) => ({
    what: '--numa-balancing 1',
    reason: `placement ${placement} sets a memory policy, and automatic NUMA balancing skips such memory`,
    hint: 'use --placements spread, which sets none, or leave --numa-balancing out',
  }));
}

export function lackingPlacements({ request, main: { arms, omissions, place } }: Outcome): Lack[] {
  const lacking = absent(request.placements, (placement) => arms.some((arm) => arm.placement === placement));
  return lacking.map((placement) => {
    const what = `--placements ${placement}`;
    if (place.purpose === 'one-node') {
      return {
        what,
        reason: 'on one node there is only local',
        hint: 'name two nodes with --nodes, or leave --placements out',
      };
    }
    const reason = omissions.find((one) => one.placement === placement)?.reason;
    return {
      what,
      reason: reason ?? 'no chosen workload knows it',
      hint: 'see `numa-lab workloads` for what each knows',
    };
  });
}

export function lackingThreads({ request, main: { arms, omissions } }: Outcome): Lack[] {
  const placed = arms.map((arm) => arm.processes.reduce((sum, one) => sum + one.threads.length, 0));
  // Where no arm was even tried there is nothing wrong with the number.
  if (arms.length === 0 && omissions.length === 0) return [];
  return absent(request.threads, (threads) => placed.includes(threads)).map((threads) => {
    // `spread` has the most room: that even it cannot hold them says the most.
    const own = omissions.filter((one) => one.threads === threads);
    const reason = (own.find((one) => one.placement === 'spread') ?? own[0])?.reason;
    return {
      what: `--threads ${threads}`,
      reason: reason ?? 'no arm is left',
      hint: 'two threads never share a CPU: use fewer threads, or a larger --virtual-shape',
    };
  });
}

export function lackingPairs({ request, main: { place } }: Outcome): Lack[] {
  if (!request.allPairs || place.nodes.length > 1) return [];
  const hint = 'name two nodes or more with --nodes, or leave --pairs out';
  return [{ what: '--pairs all', reason: `this run is on node ${place.nodes.join(',')} alone`, hint }];
}

export function lackingNodes({ request, parts }: Outcome): Lack[] {
  const arms = parts.flatMap((part) => part.arms);
  const used = new Set(arms.flatMap(({ processes }) => processes.flatMap(nodesOf)));
  // The calibration is on every node.
  if (arms.length === 0) return [];
  const placements = [...new Set(arms.map(({ placement }) => placement))];
  const list = [...used].sort((a, b) => a - b).join(',');
  return absent(request.nodes, (node) => used.has(node)).map((node) => ({
    what: `--nodes ${node}`,
    reason: `the arms that can be planned (${placements.join(', ')}) have no thread and no memory there, only on ${used.size === 1 ? 'node' : 'nodes'} ${list}`,
    hint: 'leave it out of --nodes, or choose --placements or --pairs all that reach it',
  }));
}

function nodesOf({ threads, boundNodes }: Arm['processes'][number]): number[] {
  return [...threads.map(({ node }) => node), ...boundNodes];
}
