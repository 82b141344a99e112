import { escapeText } from '../../../results/text/escape-text.ts';
import { fewestLinkOrders, isLayoutOpen } from '../../comparison/family-facts.ts';
import { fewestBlocksForInterval } from '../../estimate.ts';
import { chooseScale, formatScaled } from '../../format/number.ts';
import type { Report, SectionSummary } from '../../report.ts';
import { wrap } from '../wrap.ts';
import { sectionName } from './names.ts';
import { isShown } from './shown.ts';
import { percentText } from './verdicts.ts';

/** What may and may not be concluded: every sentence is there because this run's data call for it. */
export function renderConclusion(report: Report): readonly string[] {
  const sentences = [
    ...report.sections.flatMap((section, index) => sectionSentences(report, section, index)),
    ...hypervisorSentences(report),
    ...clockSentences(report),
    ...sampleSentences(report),
    ...verdictSentences(report),
    ...trustSentences(report),
    'Nothing here shows any application, other allocator settings than those named above, or another kernel.',
  ];
  return ['', 'What may and may not be concluded', ...wrap(escapeText(sentences.join(' ')), '  ')];
}

function sectionSentences(report: Report, section: SectionSummary, index: number): readonly string[] {
  const calibration = report.findings.find((finding) => finding.section === index && finding.id === 'C1');
  const name = sectionName(section);
  if (section.completed === 0) return [`Nothing: no trial of the ${name} section completed.`];
  if (calibration?.verdict === 'invalid') {
    return [
      `Nothing from the ${name} section: first touch did not decide where pages lay, so no placement in it is to be believed.`,
    ];
  }
  const uncalibrated =
    calibration?.verdict === 'supported'
      ? []
      : [`The ${name} section was not calibrated; its placements are unproven.`];
  return [...uncalibrated, ...meaning(section)];
}

function meaning(section: SectionSummary): readonly string[] {
  if (section.machine === 'virtual') {
    return [
      'Counts from the virtual machine say where pages lay and how many faults there were, under the emulated kernel and topology named above; a remote byte is residency, not an access and not a cost.',
      'No time was taken from it, so it cannot say whether a misplacement matters.',
    ];
  }
  if (section.purpose === 'one-node') {
    return [
      'Times come from one node of the host, where nothing is remote: they compare targets there and answer no question about nodes.',
    ];
  }
  return [
    `Times and placements hold for nodes ${section.nodes.join(', ')} of this machine; local and remote are reference points, not bounds.`,
  ];
}

/** A rented machine is a guest itself: its times carry its neighbours, and its nodes may be drawn by the hypervisor. */
function hypervisorSentences({ sections, environment: { host } }: Report): readonly string[] {
  const timed = sections.some((section) => section.machine === 'host' && section.completed > 0);
  if (!timed || host.virtualization === 'none') return [];
  return [
    `The host reports to be virtual itself (${host.virtualization}): its times include what its neighbours do, and its nodes need not be those of the hardware.`,
  ];
}

/** A service time holds one clock read; close to its cost there is little else in it. */
function clockSentences({ estimates }: Report): readonly string[] {
  const reads = estimates.filter(
    (row) => row.metric === 'clock_read_seconds' && row.workload === 'calibrate',
  );
  const readSeconds = Math.max(0, ...reads.map((row) => row.estimate?.point ?? 0));
  const isShort = estimates.some(
    (row) => row.metricId === 'S3' && row.estimate !== null && row.estimate.point < 2 * readSeconds,
  );
  if (!isShort) return [];
  const scale = chooseScale('s', [readSeconds]);
  return [
    `Service times below twice the cost of a clock read (${formatScaled(readSeconds, scale)} ${scale.label}) are mostly that read.`,
  ];
}

function sampleSentences(report: Report): readonly string[] {
  const shown = report.estimates.filter((row) => isShown(report, row));
  const estimates = shown.flatMap(({ estimate }) => (estimate === null ? [] : [estimate]));
  const few = estimates.some((e) => e.n < fewestBlocksForInterval && e.intervalKind === 'range');
  const intervals = estimates.some(
    ({ intervalKind }) => intervalKind === 'confidence' || intervalKind === 'bootstrap',
  );
  const dependent = shown.some((row) => row.scheduleDependent && row.machine === 'virtual');
  return [
    ...(few
      ? [
          `Where there are fewer than ${fewestBlocksForInterval} blocks the median and the range are given: they support no statement about a difference.`,
        ]
      : []),
    ...(intervals
      ? [
          'Each interval of a table of medians is for its own cell, not adjusted for the number of cells; no verdict is drawn from them.',
        ]
      : []),
    ...(dependent
      ? [
          'Counts that depend on the schedule follow the order in which the emulator ran the threads: their sign may carry over to hardware, their size need not.',
        ]
      : []),
  ];
}

function verdictSentences({ run: { family, timing }, comparisons }: Report): readonly string[] {
  const verdicts = comparisons.filter((row) => row.primary && !row.control);
  const distrust =
    timing.verdict === 'not valid for timing'
      ? [
          'The run is not valid for timing, for the reasons given at its head: no difference of times in it is proven.',
        ]
      : [];
  if (family === null || verdicts.length === 0) return distrust;
  const margin = percentText(family.margin);
  const isUnsettled = verdicts.some(({ verdict }) => verdict === 'unsettled');
  const isEquivalent = verdicts.some(({ verdict }) => verdict === 'equivalent');
  return [
    ...distrust,
    ...(isEquivalent ? [`Equivalent means closer than ${margin}, not equal.`] : []),
    ...(isUnsettled
      ? [
          'Unsettled means that neither a difference nor equivalence was shown; the effect that could have been found stands beside it.',
        ]
      : []),
    ...(isLayoutOpen(family)
      ? [
          `The layout of code was not varied (fewer than ${fewestLinkOrders} link orders of each target): differences of a few per cent may come from where code lies, and are about these programs, not their sources.`,
        ]
      : []),
  ];
}

function trustSentences(report: Report): readonly string[] {
  const failing = report.validity.filter((fact) => fact.verdict === 'fail').map((fact) => fact.id);
  const stopped = report.run.unrecorded > 0;
  return [
    ...(failing.length > 0
      ? [
          `Validity checks failed (${[...new Set(failing)].join(', ')}): treat every number above as unproven.`,
        ]
      : []),
    ...(stopped ? ['The run did not reach its end: late blocks are missing.'] : []),
    ...(report.failed.length > 0
      ? ['Failed trials are missing from their cells, which may favour a target that fails when it is slow.']
      : []),
  ];
}
