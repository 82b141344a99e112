import { bytesMargin, familyAlpha, primaryMetric, timeMargin } from '../../results/schema/family.ts';
import { buildReport } from '../build-report.ts';
import type { Metric } from '../metrics/metric.ts';
import { metricNamed } from '../metrics/table.ts';
import { type Observations, observe } from '../observe.ts';
import { placeOf } from '../place.ts';
import type { RunSection, WholeRun } from '../run.ts';
import { judgeDrift, withholdVerdict } from './judge-drift.ts';
import { judgeRows, type UnjudgedRow } from './judge-rows.ts';
import { machineDifferences } from './machine-differences.ts';
import { type MatchedArms, matchArms } from './match-arms.ts';
import { measurePair } from './measure-pair.ts';
import type { ArmOfRun, ArmPair, ComparedSide, RunComparison } from './run-comparison.ts';

export interface CompareRequest {
  readonly a: WholeRun;
  readonly b: WholeRun;
  readonly matched: MatchedArms;
  /** Metrics by name; undefined: the cost per operation, or where neither arm has times what the text report shows of counts. */
  readonly metrics: readonly string[] | undefined;
  /** Relative; undefined: 3 % of times, 5 % of everything else. */
  readonly margin: number | undefined;
}

const confidence = 0.95;

/** Two runs, or two arms, that were matched before. Pure. No rows where everything was refused. */
export function compareRuns(request: CompareRequest): RunComparison {
  const { a, b, matched } = request;
  const isPaired = a === b;
  const machines = new Map(matched.pairs.map((pair) => [pair, machineDifferences(pair)]));
  const pairs = matched.pairs.filter((pair) => machines.get(pair)?.length === 0);
  const observed = new Map<RunSection, readonly Observations[]>();
  const observationsOf = ({ section, arm }: ArmOfRun) => {
    const all = observed.get(section) ?? observe(section);
    observed.set(section, all);
    return all.filter((one) => one.arm === arm.id);
  };
  const unjudged = pairs.flatMap((pair) =>
    measureArms(pair, observationsOf(pair.a), observationsOf(pair.b), request),
  );
  const timingA = buildReport(a).run.timing.verdict;
  const timingB = isPaired ? timingA : buildReport(b).run.timing.verdict;
  const mayBeEquivalent = timingA === 'valid for timing' && timingB === 'valid for timing';
  const level = { alpha: familyAlpha, mayBeEquivalent };
  const judge = (wanted: readonly ArmPair[]) =>
    judgeRows(
      wanted.flatMap((pair) => measureArms(pair, observationsOf(pair.a), observationsOf(pair.b), request)),
      level,
    );
  // Of all arms that both runs have, whatever is asked for: the machine is the same for all of them.
  const shared = isPaired ? [] : matchArms(a, b, undefined).pairs.filter(isSameProgram);
  const controls = shared.filter(({ a: { section } }) => section.section.machine === 'host');
  const drift = isPaired
    ? null
    : judgeDrift({ samePrograms: judge(controls), areValidForTiming: mayBeEquivalent });
  const rows = judgeRows(unjudged, level).map((row) =>
    withholdVerdict(row, metricNamed(row.metric).kind === 'time', drift),
  );
  const hasTimes = unjudged.some(({ kind }) => kind === 'time');
  return {
    schema: 1,
    a: { run: a.id, timing: timingA },
    b: { run: b.id, timing: timingB },
    pairing: isPaired ? 'blocks' : 'none',
    alpha: familyAlpha,
    rows,
    refused: [...new Set([...matched.refused, ...[...machines.values()].flat()])],
    notes: [
      isPaired ? afterwards : weaker,
      ...(hasTimes && drift !== null ? [`no verdicts on times: ${drift.because}`] : []),
      ...(hasTimes && !isPaired && controls.length === 0 ? [noControl] : []),
      ...(hasTimes && !mayBeEquivalent ? [notEquivalent] : []),
      ...(isPaired ? [] : programNotes(pairs)),
    ],
  };
}

const noControl =
  'no program is the same in both runs: nothing tells a change of the machine from one of the program';
const weaker =
  'runs at different times are weaker evidence than arms of one run: whatever changed on the machine between them is in the effect';
const afterwards =
  'arms chosen after the run are no part of the family that its plan fixed: for those verdicts see its report';
const notEquivalent =
  'nothing is called equivalent: a run whose A/A controls did not pass has not shown that it sees so small a difference';

function measureArms(
  { a, b }: ArmPair,
  ofA: readonly Observations[],
  ofB: readonly Observations[],
  request: CompareRequest,
): readonly UnjudgedRow[] {
  const place = placeOf(a.section, a.sectionIndex, a.arm);
  return ofA.flatMap((first): UnjudgedRow[] => {
    const { metric, subject } = first;
    const second = ofB.find((one) => one.metric === metric && one.subject === subject);
    if (
      second === undefined ||
      metric.compareAs === null ||
      !isWanted(metric, place.machine, request.metrics)
    )
      return [];
    const { compareAs, kind } = metric;
    const measured = measurePair(
      { compareAs, kind, confidence, baseline: first.values, target: second.values },
      request.a === request.b,
    );
    if (measured === null) return [];
    const { machine, workload, parameters, mode, threads } = place;
    return [
      {
        row: {
          ...{ machine, workload, parameters, mode, threads },
          ...{ metric: metric.name, subject, unit: metric.unit },
          a: describeSide(a, first),
          b: describeSide(b, second),
          notes: measured.notes,
        },
        measured,
        kind,
        margin: request.margin ?? (kind === 'time' ? timeMargin : bytesMargin),
      },
    ];
  });
}

function isWanted(
  metric: Metric,
  machine: 'host' | 'virtual',
  wanted: readonly string[] | undefined,
): boolean {
  if (wanted !== undefined) return wanted.includes(metric.name) || wanted.includes(metric.id);
  return machine === 'host' ? metric.name === primaryMetric : metric.inText;
}

function describeSide({ run, arm }: ArmOfRun, { values }: Observations): ComparedSide {
  return { run: run.id, arm: arm.id, target: arm.target, placement: arm.placement, n: values.size };
}

function isSameProgram({ a, b }: ArmPair): boolean {
  const hash = a.run.environment.targets[a.arm.target]?.binarySha256;
  return hash !== undefined && hash === b.run.environment.targets[b.arm.target]?.binarySha256;
}

/** Whether the programs are the same: then a difference is the machine's, else perhaps theirs. */
function programNotes(pairs: readonly ArmPair[]): readonly string[] {
  const notes = pairs.flatMap(({ a, b }) => {
    const [one, other] = [a.run.environment.targets[a.arm.target], b.run.environment.targets[b.arm.target]];
    if (one === undefined || other === undefined) return [];
    if (one.binarySha256 === other.binarySha256) return [`${a.arm.target}: the same program in both runs`];
    return one.proof.build.sourceSha256 === other.proof.build.sourceSha256
      ? []
      : [`${a.arm.target} : ${b.arm.target}: the benchmark itself was built from other sources`];
  });
  return [...new Set(notes)];
}
