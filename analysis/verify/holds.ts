import type { Verification } from './verify-run.ts';

/** True where nothing speaks against the run: what is absent is told and proves nothing either way. */
export function holds({ sums, numbers, text }: Verification): boolean {
  const sumsHold =
    sums.state === 'absent' ||
    (sums.state === 'checked' && sums.changed.length === 0 && sums.missing.length === 0);
  return sumsHold && (numbers?.differences.length ?? 0) === 0 && (text?.firstDifference ?? null) === null;
}
