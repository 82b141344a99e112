/** What a trial of workload `reuse` counted after so many cycles. */
export interface CycleCount {
  readonly cycles: number;
  readonly remoteRatio: number;
  /** Faults or system calls, in all cycles together. */
  readonly cost: number;
}

/** After how many cycles, in the middle between two counts; null where it does not happen. */
export interface Changes {
  readonly jumpAt: number | null;
  readonly dropAt: number | null;
}

interface Step {
  readonly middle: number;
  readonly from: number;
  readonly to: number;
  readonly costPerCycle: number;
}

/**
 * Where the remote ratio first passes `jumpRatio` from below, and where the cost per cycle first falls below `dropRatio` of that between the
 * first two counts. Null with fewer than three counts, and when the first cycles cost nothing.
 */
export function findChanges(
  counts: readonly CycleCount[],
  { jumpRatio = Number.NaN, dropRatio = Number.NaN }: Readonly<Record<string, number>>,
): Changes | null {
  const steps = listSteps([...counts].sort((a, b) => a.cycles - b.cycles));
  const [first] = steps;
  if (steps.length < 2 || first === undefined || first.costPerCycle <= 0) return null;
  const jump = steps.find((step) => step.from < jumpRatio && step.to >= jumpRatio);
  const drop = steps.find((step) => step.costPerCycle < dropRatio * first.costPerCycle);
  return { jumpAt: jump?.middle ?? null, dropAt: drop?.middle ?? null };
}

function listSteps(counts: readonly CycleCount[]): Step[] {
  return counts.slice(1).flatMap((to, i) => {
    const from = counts[i];
    if (from === undefined || from.cycles === to.cycles) return [];
    return [
      {
        middle: (from.cycles + to.cycles) / 2,
        from: from.remoteRatio,
        to: to.remoteRatio,
        costPerCycle: (to.cost - from.cost) / (to.cycles - from.cycles),
      },
    ];
  });
}
