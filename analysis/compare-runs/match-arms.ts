import { rowKeyOf } from '../estimate/row-key.ts';
import type { Run } from '../load/run.ts';
import { armDifferences, describeParameters } from './arm-differences.ts';
import type { ArmOfRun, ArmPair } from './run-comparison.ts';

export interface MatchedArms {
  readonly pairs: readonly ArmPair[];
  readonly refused: readonly string[];
}

/** Every arm of a run but the calibration. */
export function listArms(run: Run): readonly ArmOfRun[] {
  return run.sections.flatMap((section, sectionIndex) =>
    [...section.arms.values()]
      .filter(({ workload }) => workload !== 'calibrate')
      .map((arm) => ({ run, section, sectionIndex, arm })),
  );
}

/**
 * Arms of two runs that ask the same question at the same place: of the same target, or of `targets` (A's and B's). Arms that differ in the
 * amount of work only are refused; those that the other run lacks are counted. Controls have a label of their run alone and are left out.
 */
export function matchArms(a: Run, b: Run, targets: readonly [string, string] | undefined): MatchedArms {
  const ofA = listArms(a).filter(
    ({ arm }) => !arm.control && (targets === undefined || arm.target === targets[0]),
  );
  const ofB = listArms(b).filter(
    ({ arm }) => !arm.control && (targets === undefined || arm.target === targets[1]),
  );
  const keyOf = (side: ArmOfRun) => questionOf(side, targets === undefined);
  const byKey = new Map(ofB.map((side) => [keyOf(side), side]));
  const found = ofA.flatMap((side): ArmPair[] => {
    const partner = byKey.get(keyOf(side));
    return partner === undefined ? [] : [{ a: side, b: partner }];
  });
  const judged = found.map((pair) => ({ pair, differences: armDifferences(pair) }));
  const lacking = ofA.filter((side) => !byKey.has(keyOf(side)));
  return {
    pairs: judged.filter(({ differences }) => differences.length === 0).map(({ pair }) => pair),
    refused: [
      ...judged.flatMap(({ pair, differences }) => differences.map((line) => `${nameArm(pair.a)}: ${line}`)),
      ...describeLacking(lacking),
    ],
  };
}

const mostNamed = 5;

function describeLacking(lacking: readonly ArmOfRun[]): readonly string[] {
  const named = lacking.slice(0, mostNamed).map((side) => `${nameArm(side)}: B has no such arm`);
  return lacking.length > mostNamed
    ? [...named, `${lacking.length - mostNamed} more arms of A that B has not`]
    : named;
}

function questionOf({ section, sectionIndex, arm }: ArmOfRun, withTarget: boolean): string {
  const { machine, workload, parameters, placement, mode, threads, nodes } = rowKeyOf(
    section,
    sectionIndex,
    arm,
  );
  const target = withTarget ? arm.target : null;
  return JSON.stringify([
    machine,
    workload,
    describeParameters(parameters),
    placement,
    mode,
    threads,
    nodes,
    target,
  ]);
}

/** An arm as its user would say it. */
export function nameArm({ arm }: ArmOfRun): string {
  const parameters = Object.keys(arm.parameters).length === 0 ? [] : [describeParameters(arm.parameters)];
  return [arm.workload, ...parameters, arm.target, arm.placement, arm.mode].join(' ');
}
