import type { Proof } from '../../results/schema/proof.ts';
import { describeDifference, type FieldDifference, listDifferences } from './list-differences.ts';

/** Why a field may differ although the program is the right one. */
interface Explanation {
  readonly field: string;
  readonly found: string;
  readonly because: string;
}

const explanations: readonly Explanation[] = [
  {
    field: 'allocator.settings.percpu_arena',
    found: 'disabled',
    because: 'jemalloc turns it off when the process may not use all CPUs',
  },
];

/**
 * What a program proved of itself against what its target proved when it was built: one phrase for each field that differs, none
 * when they agree. Fields of the proof are taken as they come, so that new ones are compared too; `derivedDefaults` belong to the
 * machine.
 */
export function describeProofDifferences(wanted: Proof, found: Proof): readonly string[] {
  const { derivedDefaults: _wanted, ...wantedProgram } = wanted;
  const { derivedDefaults: _found, ...foundProgram } = found;
  return listDifferences('', wantedProgram, foundProgram).map(describe);
}

function describe(difference: FieldDifference): string {
  const { field, found } = difference;
  const explanation = explanations.find((one) => one.field === field && one.found === found);
  const because = explanation === undefined ? '' : ` (${explanation.because})`;
  return `${describeDifference(difference)}${because}`;
}
