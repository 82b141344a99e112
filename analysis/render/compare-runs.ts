import type { RunComparison } from '../compare-runs/run-comparison.ts';
import { makeRunComparison } from '../document/run-comparison.ts';
import { finishText } from './text/finish.ts';
import { printLines } from './text/print-lines.ts';

/** Comparison → text of at most 72 columns of plain ASCII. Ends with a newline. */
export function renderRunComparison(comparison: RunComparison): string {
  return finishText(printLines(makeRunComparison(comparison)));
}
