import { unreachable } from '../../../results/schema/unreachable.ts';
import type { ConformanceResult } from '../../targets/run-conformance.ts';

/** What the conformance suite found of a target. */
export interface Checked {
  readonly target: string;
  readonly result: ConformanceResult | { readonly state: 'not-built'; readonly detail: string };
}

/** Lines, each with the target. */
export function renderChecked({ target, result }: Checked): string {
  switch (result.state) {
    case 'passed':
      return `${target}: all ${result.checks} checks pass\n`;
    case 'failed':
      return result.failures
        .map(({ check, detail, known }) => `${target}: fails '${check}': ${known ?? detail}\n`)
        .join('');
    case 'broken':
      return `${target}: could not be run: ${result.detail}\n`;
    case 'not-built':
      return `${target}: not built: ${result.detail}\n`;
    default:
      return unreachable(result);
  }
}
