/** `name=value` of each entry in its order, of those whose name is wanted. */
export function nameValues(
  values: Readonly<Record<string, string>>,
  isWanted: (name: string) => boolean = () => true,
): readonly string[] {
  return Object.entries(values).flatMap(([name, value]) => (isWanted(name) ? [`${name}=${value}`] : []));
}

/** The same in the order of names: equal texts for equal values, however they were written down. */
export function sortedNameValues(values: Readonly<Record<string, string>>): readonly string[] {
  const entries = Object.entries(values).sort(([a], [b]) => (a < b ? -1 : 1));
  return nameValues(Object.fromEntries(entries));
}
