import { escapeHtml } from '../../../results/text/escape-html.ts';
import { groupBy } from '../../group-by.ts';
import type { ComparisonRow, Report } from '../../report.ts';
import { verdictWords } from '../text/verdicts.ts';
import { htmlTable } from './html-table.ts';

const settled: ReadonlySet<string> = new Set(['supported', 'refuted']);

/** What the run could decide, its verdicts and requirements, then whether it may be believed: the first thing on the page. */
export function summaryHtml(report: Report): string {
  return [
    '<section aria-labelledby="summary"><h2 id="summary">Summary</h2>',
    ...decidedHtml(report),
    ...verdictsHtml(report),
    ...requirementsHtml(report),
    ...validityHtml(report),
    '</section>',
  ].join('\n');
}

/** k of n, and what no run of this kind can decide. */
function decidedHtml(report: Report): readonly string[] {
  const hypotheses = report.findings.filter(({ id }) => id !== 'C1');
  const decided = hypotheses.filter(({ verdict }) => settled.has(verdict)).length;
  const family = report.comparisons.filter((row) => row.primary && !row.control);
  const judged = family.filter(({ verdict }) => verdict !== null && verdict !== 'unsettled').length;
  const lines = [
    hypotheses.length === 0
      ? 'The run was not planned to judge hypotheses.'
      : `Hypotheses decided: ${decided} of ${hypotheses.length}.`,
    family.length === 0
      ? 'The run was not planned to decide comparisons of times.'
      : `Comparisons of times decided: ${judged} of ${family.length} (${verdictCounts(family)}).${
          report.run.timing.verdict === 'not valid for timing'
            ? ' The run is not valid for timing: see below.'
            : ''
        }`,
    ...hardwareLines(report),
  ];
  return [
    '<h3>What this run could decide</h3>',
    `<ul>${lines.map((line) => `<li>${escapeHtml(line)}</li>`).join('')}</ul>`,
  ];
}

/** `glibc 5 faster, 1 differs; ...` */
function verdictCounts(family: readonly ComparisonRow[]): string {
  const told = [...groupBy(family, ({ target }) => target)].map(([target, rows]) => {
    const by = groupBy(rows, ({ verdict }) => verdict ?? 'unsettled');
    const counts = [...by].map(([verdict, some]) => `${some.length} ${verdictWords[verdict]}`);
    return `${target} ${counts.join(', ')}`;
  });
  return told.join('; ');
}

function hardwareLines({ findings, sections }: Report): readonly string[] {
  const needing = findings.filter(({ verdict }) => verdict === 'needs-hardware').map(({ id }) => id);
  const timed = sections.some(({ machine, purpose }) => machine === 'host' && purpose === 'nodes');
  return [
    ...(needing.length === 0
      ? []
      : [`Needs hardware with several nodes: ${[...new Set(needing)].join(', ')}.`]),
    ...(timed
      ? []
      : [
          'Whether a misplacement costs time needs hardware with several nodes: no time here is of more than one node.',
        ]),
  ];
}

function verdictsHtml({ findings, sections }: Report): readonly string[] {
  if (findings.length === 0) return [];
  return [
    '<h3>Verdicts</h3>',
    htmlTable({
      caption: 'Verdicts by rules that were fixed before the run',
      heads: ['id', 'verdict', 'statement', 'because', 'machine'],
      prose: true,
      rows: findings.map(({ id, verdict, statement, because, section }) => ({
        cells: [id, verdict, statement, because, sections[section]?.machine ?? ''],
      })),
    }),
  ];
}

function requirementsHtml({ requirements }: Report): readonly string[] {
  if (requirements.length === 0) return [];
  return [
    '<h3>Requirements</h3>',
    htmlTable({
      caption: 'What must be asked of an allocator or of threads, as far as the findings go',
      heads: ['id', 'verdict', 'statement', 'because'],
      prose: true,
      rows: requirements.map(({ id, verdict, statement, because }) => ({
        cells: [id, verdict, statement, because],
      })),
    }),
  ];
}

const timingWords: Readonly<Record<Report['run']['timing']['verdict'], string>> = {
  'valid for timing': 'Valid for timing.',
  'not valid for timing': 'Not valid for timing.',
  'no timing': 'No timing: the run holds no times of workloads.',
};

function validityHtml(report: Report): readonly string[] {
  const {
    run: { timing },
    validity,
  } = report;
  const bad = validity.filter(({ verdict }) => verdict === 'fail').length;
  const open = validity.filter(({ verdict }) => verdict === 'warn' || verdict === 'unknown').length;
  const state = bad > 0 || timing.verdict === 'not valid for timing' ? 'bad' : open > 0 ? 'open' : 'good';
  const reasons = timing.reasons.map((reason) => `<li>${escapeHtml(reason)}</li>`).join('');
  return [
    `<div class="box ${state}"><h3>Validity</h3>`,
    `<p><strong>${escapeHtml(timingWords[timing.verdict])}</strong></p>${reasons === '' ? '' : `<ul>${reasons}</ul>`}`,
    `<p>${validity.length} checks: ${bad} failed, ${open} with a warning or unknown.</p>`,
    ...doubtsHtml(report),
    '<details><summary>All checks</summary>',
    htmlTable({
      caption: 'Checks of the run',
      heads: ['check', 'verdict', 'seen', 'threshold', 'remedy'],
      prose: true,
      rows: validity.map(({ id, verdict, seen, threshold, remedy }) => ({
        cells: [id, verdict, seen, threshold, remedy],
      })),
    }),
    '</details></div>',
  ];
}

/** What did not pass, where it can be read without unfolding anything. */
function doubtsHtml({ validity, sections }: Report): readonly string[] {
  const doubts = validity.filter(({ verdict }) => verdict !== 'pass');
  if (doubts.length === 0) return [];
  const items = doubts.map(({ id, verdict, section, seen, remedy }) => {
    const machine = sections[section]?.machine ?? '';
    return `<li><strong>${escapeHtml(verdict)}</strong> ${escapeHtml(`${id} (${machine}): ${seen}. Remedy: ${remedy}`)}</li>`;
  });
  return [`<ul>${items.join('')}</ul>`];
}
