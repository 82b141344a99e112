/**
 * The A/A control's label: as long as the baseline's, because the length of a path and of arguments moves the stack and
 * with it the times (Mytkowicz et al. 2009, Producing wrong data without doing anything obviously wrong), and telling
 * nothing to who reads a table. `taken` are labels it must differ from.
 */
export function makeBlindLabel(baseline: string, taken: readonly string[]): string {
  const reversed = [...baseline].reverse().join('');
  const shifted = [...'abcdefghijklmnopqrstuvwxyz'].map((letter) => `${baseline.slice(0, -1)}${letter}`);
  const label = [reversed, ...shifted].find(
    (candidate) => candidate !== baseline && !taken.includes(candidate),
  );
  if (label === undefined) throw new Error(`no blind label is left for ${baseline}`);
  return label;
}
