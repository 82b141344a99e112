import { bytesMargin, familyAlpha, primaryMetric, timeMargin } from '../../results/schema/family.ts';
import { type Observations, observe } from '../estimate/observe.ts';
import { rowKeyOf } from '../estimate/row-key.ts';
import {
  holdsHarnessCalls,
  isSpreadUnderLocalalloc,
  underLocalalloc,
  withHarnessCalls,
} from '../judge/older-methods.ts';
import type { Run, RunSection } from '../load/run.ts';
import type { Metric } from '../metrics/metric.ts';
import { systemCallsMetric } from '../metrics/system-calls.ts';
import { metricNamed } from '../metrics/table.ts';
import { buildReport } from '../report/build-report.ts';
import { judgeDrift, judgeOneRun, withholdVerdict } from './judge-drift.ts';
import { judgeRows, type UnjudgedRow } from './judge-rows.ts';
import { machineDifferences, olderSide } from './machine-differences.ts';
import { type MatchedArms, matchArms, nameArm } from './match-arms.ts';
import { measurePair } from './measure-pair.ts';
import { isSameProgram, programNotes } from './program-notes.ts';
import type { ArmOfRun, ArmPair, ComparedSide, RunComparison } from './run-comparison.ts';

export interface CompareRequest {
  readonly a: Run;
  readonly b: Run;
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
  const measure = makeMeasure(request);
  const measured = pairs.map(measure);
  const unjudged = measured.flatMap(({ rows }) => rows);
  const runA = buildReport(a).run;
  const runB = isPaired ? runA : buildReport(b).run;
  const mayBeEquivalent = [runA, runB].every(({ timing }) => timing.verdict === 'valid for timing');
  const level = { alpha: familyAlpha, mayBeEquivalent };
  // Of all arms that both runs have, whatever is asked for: the machine is the same for all of them.
  const shared = isPaired ? [] : matchArms(a, b, undefined).pairs.filter(isSameProgram);
  const controls = shared.filter(({ a: { section } }) => section.section.machine === 'host');
  const samePrograms = () =>
    judgeRows(
      controls.flatMap((pair) => measure(pair).rows),
      level,
    );
  const drift = isPaired
    ? judgeOneRun(runA)
    : judgeDrift({ samePrograms: samePrograms(), areValidForTiming: mayBeEquivalent });
  const rows = judgeRows(unjudged, level).map((row) =>
    withholdVerdict(row, metricNamed(row.metric).kind === 'time', drift),
  );
  const hasTimes = unjudged.some(({ kind }) => kind === 'time');
  return {
    schema: 1,
    a: { run: a.id, timing: runA.timing.verdict },
    b: { run: b.id, timing: runB.timing.verdict },
    pairing: isPaired ? 'blocks' : 'none',
    alpha: familyAlpha,
    rows,
    refused: [
      ...new Set([
        ...matched.refused,
        ...[...machines.values()].flat(),
        ...measured.flatMap(({ lacking }) => lacking),
      ]),
    ],
    notes: [
      isPaired ? afterwards : weaker,
      ...(hasTimes && drift !== null ? [`no verdicts on times: ${drift.because}`] : []),
      ...(hasTimes && !isPaired && controls.length === 0 ? [noControl] : []),
      ...(hasTimes && !mayBeEquivalent ? [notEquivalent] : []),
      ...policyNotes(pairs),
      ...programNotes(pairs),
    ],
  };
}

/** Where balancing was off, the policy that `spread` once had is first touch all the same. */
function policyNotes(pairs: readonly ArmPair[]): readonly string[] {
  const notes = pairs.flatMap(({ a, b }) => {
    const older = olderSide(a, b, ({ arm }) => isSpreadUnderLocalalloc(arm));
    return older === undefined ? [] : [`${older}: ${underLocalalloc}`];
  });
  return [...new Set(notes)];
}

const noControl =
  'no program is the same in both runs: nothing tells a change of the machine from one of the program';
const weaker =
  'runs at different times are weaker evidence than arms of one run: whatever changed on the machine between them is in the effect';
const afterwards =
  'arms chosen after the run are no part of the family that its plan fixed: for those verdicts see its report';
const notEquivalent =
  'nothing is called equivalent: a run whose A/A controls did not pass has not shown that it sees so small a difference';

interface MeasuredArms {
  readonly rows: readonly UnjudgedRow[];
  /** Wanted metrics that only one of the arms has values of, one line each. */
  readonly lacking: readonly string[];
}

/** Observations of a section are made once, for all of its arms. */
function makeMeasure(request: CompareRequest): (pair: ArmPair) => MeasuredArms {
  const observed = new Map<RunSection, readonly Observations[]>();
  const observationsOf = ({ section, arm }: ArmOfRun) => {
    const all = observed.get(section) ?? observe(section);
    observed.set(section, all);
    return all.filter(
      ({ arm: of, metric, values }) =>
        of === arm.id && values.size > 0 && isWanted(metric, section.section.machine, request.metrics),
    );
  };
  return (pair) => {
    const [ofA, ofB] = [observationsOf(pair.a), observationsOf(pair.b)];
    const older = olderSide(pair.a, pair.b, ({ section, arm }) => holdsHarnessCalls(section, arm));
    const isCall = ({ metric }: Observations) => metric.name === systemCallsMetric;
    if (older === undefined || !ofA.some(isCall)) return measureArms(pair, ofA, ofB, request);
    const isOther = (one: Observations) => !isCall(one);
    const { rows, lacking } = measureArms(pair, ofA.filter(isOther), ofB.filter(isOther), request);
    return { rows, lacking: [...lacking, `${older}: ${withHarnessCalls}`] };
  };
}

function measureArms(
  pair: ArmPair,
  ofA: readonly Observations[],
  ofB: readonly Observations[],
  request: CompareRequest,
): MeasuredArms {
  const place = rowKeyOf(pair.a.section, pair.a.sectionIndex, pair.a.arm);
  const { machine, workload, parameters, mode, threads } = place;
  const isIn = (list: readonly Observations[]) => (one: Observations) =>
    list.some(({ metric, subject }) => metric === one.metric && subject === one.subject);
  const rows = ofA.filter(isIn(ofB)).flatMap((first): UnjudgedRow[] => {
    const { metric, subject } = first;
    const second = ofB.find((one) => one.metric === metric && one.subject === subject);
    if (second === undefined || metric.compareAs === null) return [];
    const { compareAs, kind } = metric;
    const measured = measurePair(
      { compareAs, kind, confidence, baseline: first.values, target: second.values },
      request.a === request.b,
    );
    if (measured === null) return [];
    return [
      {
        row: {
          ...{ machine, workload, parameters, mode, threads },
          ...{ metric: metric.name, subject, unit: metric.unit },
          a: describeSide(pair.a, first),
          b: describeSide(pair.b, second),
          notes: measured.notes,
        },
        measured,
        kind,
        margin: request.margin ?? (kind === 'time' ? timeMargin : bytesMargin),
      },
    ];
  });
  const hasRow = ({ metric, subject }: Observations) =>
    rows.some(({ row }) => row.metric === metric.name && row.subject === subject);
  const describe =
    (lack: string) =>
    ({ metric, subject }: Observations) =>
      `${nameArm(pair.a)}: ${lack} of ${metric.name}${subject === '' ? '' : ` (${subject})`}`;
  return {
    rows,
    lacking: [
      ...ofA.filter((one) => !isIn(ofB)(one)).map(describe('B has no value')),
      ...ofB.filter((one) => !isIn(ofA)(one)).map(describe('A has no value')),
      ...ofA.filter((one) => isIn(ofB)(one) && !hasRow(one)).map(describe('no values that can be compared')),
    ],
  };
}

function isWanted(
  metric: Metric,
  machine: 'host' | 'virtual',
  wanted: readonly string[] | undefined,
): boolean {
  if (metric.compareAs === null) return false;
  if (wanted !== undefined) return wanted.includes(metric.name) || wanted.includes(metric.id);
  return machine === 'host' ? metric.name === primaryMetric : metric.inText;
}

function describeSide({ run, arm }: ArmOfRun, { values }: Observations): ComparedSide {
  return { run: run.id, arm: arm.id, target: arm.target, placement: arm.placement, n: values.size };
}
