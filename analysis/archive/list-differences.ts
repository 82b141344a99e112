/** A value of the report that is not what the records give. `undefined` where one side has nothing there. */
export interface Difference {
  /** Keys and indices from the root, with dots: `estimates.3.estimate.point`. */
  readonly path: string;
  readonly stored: unknown;
  readonly recomputed: unknown;
}

export interface Differences {
  /** Numbers, texts and truths that were compared. */
  readonly compared: number;
  readonly differences: readonly Difference[];
}

/** Compares two JSON values leaf by leaf: keys in any order, numbers to the last bit. */
export function listDifferences(stored: unknown, recomputed: unknown): Differences {
  const differences: Difference[] = [];
  let compared = 0;
  const visit = (path: string, left: unknown, right: unknown): void => {
    const [a, b] = [childrenOf(left), childrenOf(right)];
    if (a === null || b === null || Array.isArray(left) !== Array.isArray(right)) {
      compared += 1;
      if (left !== right) differences.push({ path, stored: left, recomputed: right });
      return;
    }
    for (const key of new Set([...a.keys(), ...b.keys()]))
      visit(path === '' ? key : `${path}.${key}`, a.get(key), b.get(key));
  };
  visit('', stored, recomputed);
  return { compared, differences };
}

function childrenOf(value: unknown): ReadonlyMap<string, unknown> | null {
  if (typeof value !== 'object' || value === null) return null;
  return new Map(Object.entries(value));
}
