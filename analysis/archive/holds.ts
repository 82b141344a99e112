import { isOff } from './check-drawings.ts';
import type { Verification } from './verify-run.ts';

/** True where nothing speaks against the run: what is absent is reported and proves nothing either way. */
export function holds({ sums, numbers, text, drawings }: Verification): boolean {
  const sumsHold =
    sums.state === 'absent' ||
    (sums.state === 'checked' && sums.changed.length === 0 && sums.missing.length === 0);
  const numbersHold = (numbers?.differences.length ?? 0) === 0 && (text?.firstDifference ?? null) === null;
  return sumsHold && numbersHold && !drawings.some(isOff);
}
