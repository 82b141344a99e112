import type { Report } from '../../../results/schema/report.ts';
import { isNotValidForTiming } from '../../compare/judge-timing.ts';

/** What a reader might take from the findings and must not. */
export function notClaimed(report: Report): string {
  const times = report.sections.filter(({ machine, completed }) => machine === 'host' && completed > 0);
  const claims = [
    ...(times.length === 0 ? ['that any of this costs time'] : []),
    ...(isNotValidForTiming(report.run) ? ['that any target is faster or slower'] : []),
    ...(times.some(({ purpose }) => purpose === 'one-node')
      ? ['about memory of other nodes by these times']
      : []),
    'about any application, other settings of allocators or other kernels',
  ];
  return `No claim is made ${claims.length < 2 ? claims.join('') : `${claims.slice(0, -1).join(', ')} or ${claims.at(-1)}`}.`;
}
