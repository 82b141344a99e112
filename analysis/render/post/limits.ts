import { escapeText } from '../../../results/text/escape-text.ts';
import { isLayoutOpen } from '../../comparison/family-facts.ts';
import { fewestBlocksForInterval } from '../../estimate.ts';
import type { Report } from '../../report.ts';
import { wrap } from '../wrap.ts';
import { capLines } from './cap-lines.ts';

const mostLines = 11;

/** What may not be read into the numbers; each phrase is there because of what this run was. */
export function renderLimits(report: Report): readonly string[] {
  const text = `What this does not show: ${listLimits(report).join('; ')}.`;
  return ['', ...capLines(wrap(escapeText(text)), mostLines)];
}

/** The phrases, unescaped. */
export function listLimits(report: Report): readonly string[] {
  return [
    ...machinePhrases(report),
    'any application',
    'allocator settings other than those of the targets above',
    kernelPhrase(report),
    ...samplePhrases(report),
  ];
}

function machinePhrases({ sections }: Report): readonly string[] {
  const isVirtual = sections.some((section) => section.machine === 'virtual');
  const host = sections.find((section) => section.machine === 'host');
  return [
    ...(isVirtual
      ? [
          host === undefined ? 'any time, speed or cost' : 'what any misplacement costs',
          'accesses (a remote byte is where memory lies, not who reads it)',
        ]
      : []),
    ...(host?.purpose === 'one-node' ? ['times with remote memory: one node has none'] : []),
    ...(host?.purpose === 'nodes' ? ['any other machine'] : []),
  ];
}

function kernelPhrase({ sections, environment: { host, virtual } }: Report): string {
  const kernels = sections.map((section) =>
    section.guest === null ? host.kernel : (virtual?.kernel ?? 'unknown'),
  );
  return `kernels other than ${[...new Set(kernels)].join(' and ')}`;
}

function samplePhrases({ run: { family, timing }, estimates, comparisons }: Report): readonly string[] {
  const few = estimates.some(
    ({ estimate, workload }) =>
      workload !== 'calibrate' &&
      estimate !== null &&
      estimate.n < fewestBlocksForInterval &&
      estimate.intervalKind === 'range',
  );
  const isUnsettled = comparisons.some(({ primary, verdict }) => primary && verdict === 'unsettled');
  return [
    ...(few ? [`differences where a range is given (fewer than ${fewestBlocksForInterval} blocks)`] : []),
    ...(timing.verdict === 'not valid for timing'
      ? ['any difference of times: the run is not valid for timing']
      : []),
    ...(isUnsettled ? ['equality where it says unsettled'] : []),
    ...(family !== null && isLayoutOpen(family)
      ? ['whether a few per cent come from sources or from where the linker put code']
      : []),
  ];
}
