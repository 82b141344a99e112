import type { SystemCallName, SystemCallProbe } from '../../../addon/addon.ts';
import { callsToPlaceMemory, canPlaceOnNodes } from '../../place-on-nodes.ts';
import { nodesToCompare } from '../../topology/usable-nodes.ts';
import { about, type Check, type CheckSubject } from '../check.ts';

/** Calls by what the lab loses without them. */
interface CountingCall {
  readonly call: SystemCallName;
  readonly without: string;
  readonly remedy: string;
  readonly commands: readonly string[];
}

const calls: readonly CountingCall[] = [
  {
    call: 'perf_event_open',
    without: 'no event counts',
    remedy: 'set kernel.perf_event_paranoid to 1, or allow the call in the container',
    commands: ['sysctl -w kernel.perf_event_paranoid=1'],
  },
  {
    call: 'perf_event_open-hardware',
    without: 'no hardware counters',
    remedy: 'use a machine whose hardware counters are shown to it',
    commands: [],
  },
];

const placeMemory = about('place-memory', 'set_mempolicy, mbind and move_pages work');

/** Whether memory can be placed and looked at, and whether events can be counted. */
export const checkSystemCalls: CheckSubject = async ({ systemCalls, sources, topology }) => {
  // With one node only guests place on nodes, and they do not need the host's leave.
  const refuse = nodesToCompare(topology).length < 2 ? placeMemory.warn : placeMemory.fail;
  const placement = await canPlaceOnNodes(systemCalls, sources.run);
  return [
    placement.possible ? describePlacement(systemCalls) : refuse(placement.reason, placement.remedy),
    ...calls.map((call) => judge(systemCalls, call)),
  ];
};

/** numactl alone shows that memory can be bound, not that a program may ask where its pages are. */
function describePlacement(probes: readonly SystemCallProbe[] | undefined): Check {
  if (probes === undefined) {
    return placeMemory.unknown('numactl binds memory; move_pages was not tried', buildTheAddon);
  }
  const untried = callsToPlaceMemory.filter((call) => !probes.some((probe) => probe.call === call));
  return untried.length === 0
    ? placeMemory.pass('set_mempolicy, mbind and move_pages work')
    : placeMemory.unknown(`not tried: ${untried.join(', ')}`, buildTheAddon);
}

const buildTheAddon = 'build the addon, which tries it: npm run setup (needs cargo)';

function judge(
  probes: readonly SystemCallProbe[] | undefined,
  { call, without, remedy, commands }: CountingCall,
): Check {
  const check = about(call, 'works');
  const probe = probes?.find((candidate) => candidate.call === call);
  if (probe === undefined) return check.unknown('not tried', buildTheAddon);
  return probe.state === 'works'
    ? check.pass('works')
    : check.warn(`refused (${probe.error}): ${without}`, remedy, commands);
}
