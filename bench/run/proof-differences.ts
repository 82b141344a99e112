import type { Proof } from '../../results/schema/proof.ts';

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

interface Difference {
  readonly field: string;
  readonly wanted: unknown;
  readonly found: unknown;
}

function listDifferences(field: string, wanted: unknown, found: unknown): readonly Difference[] {
  if (Array.isArray(wanted) && Array.isArray(found)) {
    // The first element that differs stands for its list: one of sizes differs as a whole or not at all.
    const length = Math.max(wanted.length, found.length);
    const all = Array.from({ length }, (_, i) => listDifferences(`${field}[${i}]`, wanted[i], found[i]));
    return all.find((differences) => differences.length > 0) ?? [];
  }
  if (isRecord(wanted) && isRecord(found)) {
    const names = [...new Set([...Object.keys(wanted), ...Object.keys(found)])];
    return names.flatMap((name) =>
      listDifferences(field === '' ? name : `${field}.${name}`, wanted[name], found[name]),
    );
  }
  return wanted === found ? [] : [{ field, wanted, found }];
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function describe({ field, wanted, found }: Difference): string {
  const explanation = explanations.find((one) => one.field === field && one.found === found);
  const because = explanation === undefined ? '' : ` (${explanation.because})`;
  return `${field} is ${show(found)} instead of ${show(wanted)}${because}`;
}

const shownLength = 60;

function show(value: unknown): string {
  if (value === undefined) return 'absent';
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  const cut = text.length > shownLength ? `${text.slice(0, shownLength)}…` : text;
  return typeof value === 'string' ? `'${cut}'` : cut;
}
