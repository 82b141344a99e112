/** A field in which a JSON value is not what it should be; `undefined` on the side that lacks it. */
export interface FieldDifference {
  /** Names from the root, with dots: `allocator.settings.percpu_arena`. */
  readonly field: string;
  readonly wanted: unknown;
  readonly found: unknown;
}

/** The fields that differ between two JSON values; of a list the first element that does stands for the rest. */
export function listDifferences(field: string, wanted: unknown, found: unknown): readonly FieldDifference[] {
  if (Array.isArray(wanted) && Array.isArray(found)) {
    // One of sizes differs as a whole or not at all.
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

/** `field is 'x' instead of 'y'`. */
export function describeDifference({ field, wanted, found }: FieldDifference): string {
  return `${field} is ${show(found)} instead of ${show(wanted)}`;
}

const shownLength = 60;

function show(value: unknown): string {
  if (value === undefined) return 'absent';
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  const cut = text.length > shownLength ? `${text.slice(0, shownLength)}…` : text;
  return typeof value === 'string' ? `'${cut}'` : cut;
}
