import type { Stop } from '../../results/schema/family.ts';
import type { Plan, PlannedTrial, Section } from '../../results/schema/plan.ts';
import type { TrialRecord } from '../../results/schema/trial.ts';

/** What of a plan has no record yet, or why these records cannot be those of the plan. */
export type Rest =
  | { readonly state: 'fits'; readonly left: readonly PlannedTrial[] }
  | { readonly state: 'mismatch'; readonly reason: string };

interface Expected {
  readonly machine: Section['machine'];
  readonly planned: PlannedTrial;
}

/**
 * The trials that are left when these are the lines of the journal. Only a run that did as its plan says can go on: its records are the
 * beginning of the plan, in that order, each trial once.
 */
export function findRemainingTrials(
  plan: Plan,
  records: readonly TrialRecord[],
  stops: readonly Stop[],
): Rest {
  const stray = stops.find((stop) => !isPossible(plan, stop));
  if (stray !== undefined)
    return mismatch(`stops.json ends section ${stray.section}, which the plan does not`);
  const expected = listExpected(plan, stops);
  const seen = new Set<number>();
  for (const [index, record] of records.entries()) {
    const reason = seen.has(record.trial)
      ? `trial ${record.trial} has a record already`
      : whyUnexpected(record, expected[index], plan);
    if (reason !== undefined) return mismatch(`trials.ndjson line ${index + 1}: ${reason}`);
    seen.add(record.trial);
  }
  const left = expected.slice(records.length).map(({ planned }) => planned);
  const unrun = new Set(left);
  const early = stops.find(({ section }) => plan.sections[section]?.trials.some((trial) => unrun.has(trial)));
  if (early === undefined) return { state: 'fits', left };
  return mismatch(`stops.json says that section ${early.section} ended, and its trials have no records`);
}

function isPossible({ family, sections }: Plan, { section, blocks }: Stop): boolean {
  return family?.section === section && blocks < (sections[section]?.blocks ?? 0);
}

function listExpected(plan: Plan, stops: readonly Stop[]): readonly Expected[] {
  return plan.sections.flatMap(({ machine, trials }, index) => {
    const stop = stops.find(({ section }) => section === index);
    return trials
      .filter(({ block }) => stop === undefined || block <= stop.blocks)
      .map((planned) => ({ machine, planned }));
  });
}

function whyUnexpected(record: TrialRecord, expected: Expected | undefined, plan: Plan): string | undefined {
  const { trial } = record;
  if (expected?.planned.trial !== trial) {
    const isPlanned = plan.sections.some(({ trials }) => trials.some((one) => one.trial === trial));
    if (!isPlanned) return `trial ${trial} is not in plan.json`;
    return `trial ${trial} comes before its turn: ${expected?.planned.trial ?? 'none'} is next`;
  }
  const { planned, machine } = expected;
  const fields = [
    { name: 'arm', wanted: planned.arm, found: record.arm },
    { name: 'block', wanted: planned.block, found: record.block },
    { name: 'seed', wanted: planned.seed, found: record.seed },
    { name: 'machine', wanted: machine, found: record.machine },
  ];
  const wrong = fields.find(({ wanted, found }) => wanted !== found);
  return wrong && `trial ${trial} has ${wrong.name} '${wrong.found}' instead of '${wrong.wanted}'`;
}

function mismatch(reason: string): Rest {
  return { state: 'mismatch', reason };
}
