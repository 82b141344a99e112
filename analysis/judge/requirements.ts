import type {
  Finding,
  Requirement,
  RequirementCriterion,
  SectionSummary,
} from '../../results/schema/report.ts';

/** What a requirement rests on. Each criterion names the hypotheses of which any one, if supported, makes it hold. */
export interface RequirementRow {
  readonly id: string;
  readonly statement: string;
  readonly criteria: Readonly<Record<RequirementCriterion['criterion'], readonly string[]>>;
  /** Hypotheses that tell how far the lack reaches; they decide no criterion. */
  readonly bounds: readonly string[];
}

const none = { lacking: [], costly: [], unrepaired: [], attainable: [] } as const;

/**
 * A property is required if an unmodified musl lacks it, the lack costs something on hardware, no kernel setting repairs it and some
 * target has it. No hypothesis decides costs yet, so that nothing can come out as required.
 */
export const requirementTable: readonly RequirementRow[] = [
  {
    id: 'R1',
    statement: 'page ownership: few live bytes lie on pages shared between nodes',
    criteria: { ...none, lacking: ['M1'], unrepaired: ['K2'] },
    bounds: ['M2', 'M7'],
  },
  {
    id: 'R2',
    statement: 'region ownership: the same for regions of 2 MiB',
    criteria: { ...none, lacking: ['K3'], attainable: ['K5'] },
    bounds: [],
  },
  {
    id: 'R3',
    statement: 're-homing: memory follows its users within a bounded number of operations',
    criteria: { ...none, lacking: ['M9', 'M10'] },
    bounds: [],
  },
  {
    id: 'R4',
    statement: 'bounded blow-up: heaps of nodes together stay near the size of a shared one',
    criteria: { ...none, attainable: ['F1', 'F3'] },
    bounds: [],
  },
  {
    id: 'R5',
    statement: 'no cost when unused: a process on one node pays nothing',
    criteria: { ...none, attainable: ['F2'] },
    bounds: [],
  },
  {
    id: 'R6',
    statement: 'no exchange of cache lines between nodes that share no data',
    // M3 says that who shares a line follows from addresses: a formula, and no line that moves.
    criteria: { ...none, lacking: ['M6'] },
    bounds: [],
  },
  {
    id: 'R7',
    statement: 'local thread start: descriptor, thread-local storage and stack on the node of the thread',
    criteria: { ...none, lacking: ['P1', 'P2', 'P5'] },
    bounds: ['P3', 'P4'],
  },
  {
    id: 'R8',
    statement: 'hardening, fork and signal safety, static linking unchanged',
    criteria: none,
    bounds: [],
  },
];

const criterionOrder = ['lacking', 'costly', 'unrepaired', 'attainable'] as const;

/** Holds every requirement against the findings of a run. */
export function judgeRequirements(
  findings: readonly Finding[],
  sections: readonly Pick<SectionSummary, 'machine' | 'purpose'>[],
  table: readonly RequirementRow[] = requirementTable,
): readonly Requirement[] {
  return table.map(({ id, statement, criteria: rested, bounds }) => {
    const criteria = criterionOrder.map((criterion): RequirementCriterion => {
      const usable =
        criterion === 'costly' ? findings.filter((one) => isOnHardware(one, sections)) : findings;
      return { criterion, state: judgeCriterion(rested[criterion], usable), hypotheses: rested[criterion] };
    });
    const verdict = judgeCriteria(criteria);
    return { id, statement, verdict, because: explain(criteria, bounds, verdict, findings), criteria };
  });
}

/** Costs are of a machine with real nodes: nothing that a guest counts makes a property required. */
function isOnHardware(
  { section }: Finding,
  sections: readonly Pick<SectionSummary, 'machine' | 'purpose'>[],
): boolean {
  const place = sections[section];
  return place?.machine === 'host' && place.purpose === 'nodes';
}

function judgeCriterion(ids: readonly string[], findings: readonly Finding[]): RequirementCriterion['state'] {
  const verdicts = ids.map((id) => verdictOf(id, findings));
  if (verdicts.includes('supported')) return 'holds';
  return ids.length > 0 && verdicts.every((verdict) => verdict === 'refuted') ? 'refuted' : 'open';
}

/** The verdict of all sections that judged it; `contested` where they contradict each other, null where none did. */
function verdictOf(id: string, findings: readonly Finding[]): Finding['verdict'] | 'contested' | null {
  const verdicts = new Set(findings.filter((finding) => finding.id === id).map(({ verdict }) => verdict));
  if (verdicts.has('supported') && verdicts.has('refuted')) return 'contested';
  if (verdicts.has('supported')) return 'supported';
  if (verdicts.has('refuted')) return 'refuted';
  return [...verdicts][0] ?? null;
}

function judgeCriteria(criteria: readonly RequirementCriterion[]): Requirement['verdict'] {
  const stateOf = (criterion: RequirementCriterion['criterion']) =>
    criteria.find((one) => one.criterion === criterion)?.state;
  if (stateOf('lacking') === 'refuted' || stateOf('costly') === 'refuted') return 'not required';
  return criteria.every(({ state }) => state === 'holds') ? 'required' : 'unsettled';
}

const questionOf: Readonly<Record<RequirementCriterion['criterion'], string>> = {
  lacking: 'whether unmodified musl lacks it',
  costly: 'what the lack costs on hardware',
  unrepaired: 'whether kernel settings leave it unrepaired',
  attainable: 'whether a target has it within the memory bound',
};

function explain(
  criteria: readonly RequirementCriterion[],
  bounds: readonly string[],
  verdict: Requirement['verdict'],
  findings: readonly Finding[],
): string {
  const name = (id: string) => `${id} ${verdictOf(id, findings) ?? 'not judged'}`;
  const list = (ids: readonly string[]) =>
    ids.length === 0 ? 'no hypothesis decides it' : ids.map(name).join(', ');
  const said = criteria
    .filter(({ state }) => state !== 'open')
    .map((one) => `${one.criterion}: ${list(one.hypotheses)}`);
  const open = criteria.filter(({ state }) => state === 'open');
  const missing = open.map((one) => `${questionOf[one.criterion]} (${list(one.hypotheses)})`);
  const known = bounds.filter((id) => verdictOf(id, findings) !== null);
  return [
    ...said,
    ...(known.length > 0 ? [`bounded by ${known.map(name).join(', ')}`] : []),
    ...(verdict === 'unsettled' ? [`missing: ${missing.join(', ')}`] : []),
  ].join('; ');
}
