import type { SystemCallName, SystemCallProbe } from '../../addon/addon.ts';
import { type Check, type CheckSubject, fail, pass, unknown, warn } from '../check.ts';
import { nodesWithCpus } from '../node-pairs.ts';
import { canAnswerNodeQuestions } from '../node-questions.ts';

/** Calls by what the lab loses without them. */
const calls: readonly { readonly call: SystemCallName; readonly without: string; readonly remedy: string }[] =
  [
    {
      call: 'perf_event_open',
      without: 'no event counts',
      remedy: 'sysctl kernel.perf_event_paranoid=1, or allow it in the container',
    },
    {
      call: 'perf_event_open-hardware',
      without: 'no hardware counters',
      remedy: 'use a machine whose hardware counters are shown to it',
    },
  ];

/** Whether memory can be placed and looked at, and whether events can be counted. */
export const checkSystemCalls: CheckSubject = async ({ systemCalls, sources, topology }) => {
  // With one node only guests answer node questions, and they do not need the host's leave.
  const refuse = nodesWithCpus(topology).length < 2 ? warn : fail;
  const questions = await canAnswerNodeQuestions(systemCalls, sources.run);
  return [
    questions.possible
      ? describePlacement(systemCalls)
      : refuse('place-memory', questions.reason, questions.remedy),
    ...calls.map(({ call, without, remedy }) => judge(systemCalls, call, without, remedy)),
  ];
};

/** numactl alone shows that memory can be bound, not that a program may ask where its pages are. */
function describePlacement(probes: readonly SystemCallProbe[] | undefined): Check {
  return probes === undefined
    ? unknown('place-memory', 'numactl binds memory; move_pages was not tried', buildTheAddon)
    : pass('place-memory', 'set_mempolicy, mbind and move_pages work');
}

const buildTheAddon = 'build the addon, which tries it: npm run setup (needs cargo)';

function judge(
  probes: readonly SystemCallProbe[] | undefined,
  call: SystemCallName,
  without: string,
  remedy: string,
): Check {
  const probe = probes?.find((candidate) => candidate.call === call);
  if (probe === undefined) return unknown(call, 'not tried', buildTheAddon);
  return probe.state === 'works'
    ? pass(call, 'works')
    : warn(call, `refused (${probe.error}): ${without}`, remedy);
}
