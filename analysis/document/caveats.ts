import type { Report, SectionSummary } from '../../results/schema/report.ts';
import { fewestLinkOrders, isLayoutOpen } from '../compare/family-facts.ts';
import { fewestBlocksForInterval } from '../estimate/estimate.ts';
import { chooseScale, formatScaled } from '../format/number.ts';
import { percentText } from '../format/verdict.ts';
import { type Block, paragraph } from './block.ts';
import { isCalibration } from './findings.ts';
import { sectionName } from './names.ts';
import { isShown } from './results/shown.ts';

/** What may not be read into the numbers, because of what this run was: the end of `this does not show …`, and a sentence; or one of them. */
type Caveat = readonly [phrase: string | null, sentence: string | null];

/** What may and may not be concluded, in whole sentences. */
export function makeConclusion(report: Report): readonly Block[] {
  const sentences = listCaveats(report).flatMap(([, sentence]) => sentence ?? []);
  return [paragraph(sentences.join(' '))];
}

/** What this does not show, in few words. */
export function makeLimits(report: Report): readonly Block[] {
  const phrases = new Set(listCaveats(report).flatMap(([phrase]) => phrase ?? []));
  return [paragraph(`${[...phrases].join('; ')}.`)];
}

function listCaveats(report: Report): readonly Caveat[] {
  return [
    ...report.sections.flatMap((section, index) => sectionCaveats(report, section, index)),
    ...hypervisorCaveats(report),
    ...clockCaveats(report),
    ...sampleCaveats(report),
    ...verdictCaveats(report),
    ...trustCaveats(report),
    ['any application', null],
    ['allocator settings other than those of the targets above', null],
    [
      `kernels other than ${kernels(report).join(' and ')}`,
      'Nothing here shows any application, other allocator settings than those named above, or another kernel.',
    ],
  ];
}

function when(isSo: boolean, phrase: Caveat[0], sentence: Caveat[1]): readonly Caveat[] {
  return isSo ? [[phrase, sentence]] : [];
}

function kernels({ sections, environment: { host, virtual } }: Report): readonly string[] {
  const all = sections.map(({ guest }) => (guest === null ? host.kernel : (virtual?.kernel ?? 'unknown')));
  return [...new Set(all)];
}

function sectionCaveats(report: Report, section: SectionSummary, index: number): readonly Caveat[] {
  const calibration = report.findings.find((finding) => finding.section === index && isCalibration(finding));
  const name = sectionName(section);
  const meaning = sectionMeaning(report, section);
  const instead = (sentence: string): readonly Caveat[] => [
    [null, sentence],
    ...meaning.map(([phrase]): Caveat => [phrase, null]),
  ];
  if (section.completed === 0) return instead(`Nothing: no trial of the ${name} section completed.`);
  if (calibration?.verdict === 'invalid') {
    return instead(
      `Nothing from the ${name} section: first touch did not decide where pages lay, so no placement in it is to be believed.`,
    );
  }
  if (calibration?.verdict === 'supported') return meaning;
  return [[null, `The ${name} section was not calibrated; its placements are unproven.`], ...meaning];
}

function sectionMeaning({ sections }: Report, section: SectionSummary): readonly Caveat[] {
  if (section.machine === 'virtual') {
    const isTimed = sections.some(({ machine }) => machine === 'host');
    return [
      [
        isTimed ? 'what any misplacement costs' : 'any time, speed or cost',
        'Counts from the virtual machine say where pages lay and how many faults there were, under the emulated kernel and topology named above; a remote byte is residency, not an access and not a cost.',
      ],
      [
        'accesses (a remote byte is where memory lies, not who reads it)',
        'No time was taken from it, so it cannot say whether a misplacement matters.',
      ],
    ];
  }
  const isOne = section.purpose === 'one-node';
  return [
    [
      isOne ? 'times with remote memory: one node has none' : 'any other machine',
      isOne
        ? 'Times come from one node of the host, where nothing is remote: they compare targets there and answer no question about nodes.'
        : `Times and placements hold for nodes ${section.nodes.join(', ')} of this machine; local and remote are reference points, not bounds.`,
    ],
  ];
}

/** A rented machine is a guest itself: its times carry its neighbours, and its nodes may be drawn by the hypervisor. */
function hypervisorCaveats({ sections, environment: { host } }: Report): readonly Caveat[] {
  const timed = sections.some((section) => section.machine === 'host' && section.completed > 0);
  return when(
    timed && host.virtualization !== 'none',
    null,
    `The host reports to be virtual itself (${host.virtualization}): its times include what its neighbours do, and its nodes need not be those of the hardware.`,
  );
}

/** A service time holds one clock read; close to its cost there is little else in it. */
function clockCaveats({ estimates }: Report): readonly Caveat[] {
  const reads = estimates.filter(
    (row) => row.metric === 'clock_read_seconds' && row.workload === 'calibrate',
  );
  const readSeconds = Math.max(0, ...reads.map((row) => row.estimate?.point ?? 0));
  const isShort = estimates.some(
    (row) => row.metricId === 'S3' && row.estimate !== null && row.estimate.point < 2 * readSeconds,
  );
  const scale = chooseScale('s', [readSeconds]);
  return when(
    isShort,
    null,
    `Service times below twice the cost of a clock read (${formatScaled(readSeconds, scale)} ${scale.label}) are mostly that read.`,
  );
}

function sampleCaveats(report: Report): readonly Caveat[] {
  const shown = report.estimates.filter((row) => isShown(report, row));
  const estimates = shown.flatMap(({ estimate }) => estimate ?? []);
  const few = fewestBlocksForInterval;
  return [
    ...when(
      estimates.some(({ n, intervalKind }) => n < few && intervalKind === 'range'),
      `differences where a range is given (fewer than ${few} blocks)`,
      `Where there are fewer than ${few} blocks the median and the range are given: they support no statement about a difference.`,
    ),
    ...when(
      estimates.some(({ intervalKind }) => intervalKind === 'confidence' || intervalKind === 'bootstrap'),
      null,
      'Each interval of a table of medians is for its own cell, not adjusted for the number of cells; no verdict is drawn from them.',
    ),
    ...when(
      shown.some((row) => row.scheduleDependent && row.machine === 'virtual'),
      null,
      'Counts that depend on the schedule follow the order in which the emulator ran the threads: their sign may carry over to hardware, their size need not.',
    ),
  ];
}

function verdictCaveats({ run: { family, timing }, comparisons }: Report): readonly Caveat[] {
  const verdicts = comparisons.filter((row) => row.primary && !row.control).map(({ verdict }) => verdict);
  const distrust = when(
    timing.verdict === 'not valid for timing',
    'any difference of times: the run is not valid for timing',
    'The run is not valid for timing, for the reasons given at its head: no difference of times in it is proven.',
  );
  if (family === null || verdicts.length === 0) return distrust;
  return [
    ...distrust,
    ...when(
      verdicts.includes('equivalent'),
      null,
      `Equivalent means closer than ${percentText(family.margin)}, not equal.`,
    ),
    ...when(
      verdicts.includes('unsettled'),
      'equality where it says unsettled',
      'Unsettled means that neither a difference nor equivalence was shown; the effect that could have been found stands beside it.',
    ),
    ...when(
      isLayoutOpen(family),
      'whether a few per cent come from sources or from where the linker put code',
      `The layout of code was not varied (fewer than ${fewestLinkOrders} link orders of each target): differences of a few per cent may come from where code lies, and are about these programs, not their sources.`,
    ),
  ];
}

function trustCaveats({ validity, run, failed }: Report): readonly Caveat[] {
  const failing = new Set(validity.filter((fact) => fact.verdict === 'fail').map((fact) => fact.id));
  return [
    ...when(
      failing.size > 0,
      null,
      `Validity checks failed (${[...failing].join(', ')}): treat every number above as unproven.`,
    ),
    ...when(run.unrecorded > 0, null, 'The run did not reach its end: late blocks are missing.'),
    ...when(
      failed.length > 0,
      null,
      'Failed trials are missing from their cells, which may favour a target that fails when it is slow.',
    ),
  ];
}
