/** Workloads under the name that version 0.1.0 gave them. Flags take these names for one more version; files are read with them for good. */
const olderWorkloads: Readonly<Record<string, string>> = { handover: 'remote-free' };

/** The name of today of a workload; any other text as it is. */
export function currentWorkload(name: string): string {
  return olderWorkloads[name] ?? name;
}

/**
 * Hashes of rules that say the same in names of today: M9 named the workload, P9 the passing of a lock. A rule that changes in what it
 * says gets a hash of its own, and then its entry here is of no more use.
 */
const olderRules: Readonly<Record<string, string>> = {
  a749f6c092a09ea7a0eeedbb97805d80a1fae911f48b470ef7720575aa27eba6:
    '7c0913df1005d6c02521fda2df0381db728e1445921806df05df593b27e11d7c',
  '3bfdd429f928ae7f336f322bf0082bdada65c2e2c56c4bc836489e4a43c833f1':
    '7734a73e73f6bec7f57fe869abe2959ae623639d7fe53e6ee78dabd66bdc9d51',
};

/** In JSON no string holds a quote without a backslash before it, so that these are keys and whole values, never parts of a text. */
const older: readonly (readonly [RegExp, string])[] = [
  [/("(?:workload|measure)": ?)"handover"/g, '$1"remote-free"'],
  [/("checkpoint": ?)"handed-over"/g, '$1"passed-on"'],
  [/"lockHandovers":/g, '"lockHandoffs":'],
  [/"handOverMaps":/g, '"lockHandoffMaps":'],
  [/"remote_handover_(fair_)?ratio"/g, '"remote_handoff_$1ratio"'],
];

/** The text of a JSON file of a run, with names of today. */
export function useCurrentNames(json: string): string {
  const named = older.reduce((text, [pattern, name]) => text.replace(pattern, name), json);
  return named.replace(/("ruleSha256": ?)"([0-9a-f]{64})"/g, (whole, key: string, hash: string) => {
    const current = olderRules[hash];
    return current === undefined ? whole : `${key}"${current}"`;
  });
}

const olderWords: readonly (readonly [RegExp, string])[] = [
  [/\bhandover\b/g, 'remote-free'],
  [/\bhanded-over\b/g, 'passed-on'],
  [/\bhand-over(s?)\b/g, 'handoff$1'],
];

/** Text of a report, with words of today. */
export function useCurrentWords(text: string): string {
  return olderWords.reduce((changed, [pattern, word]) => changed.replace(pattern, word), text);
}
