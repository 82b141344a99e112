import { renderMarkdownTable } from './markdown-table.ts';
import { type Share, wilsonInterval } from './share.ts';
import type { CalibrationStudy } from './study.ts';

/** The study as Markdown tables, as METHODOLOGY.md has them. */
export function renderStudy(study: CalibrationStudy): string {
  const atFive = wilsonInterval({ count: Math.round(0.05 * study.simulations), of: study.simulations });
  const parts = [
    `${study.simulations} simulated runs behind each share, seed ${study.seed}. A share of 5 % has the 95 % interval ` +
      `${percent(atFive.lower)} to ${percent(atFive.upper)}.`,
    'Designs compared, 30 processes of each arm. False positives and coverage at a nominal 5 % and 95 %; width: ' +
      'median of the whole 95 % interval.',
    renderComparison(study),
    'Our design: false positives by drift, coverage by noise, and runs called equivalent within 3 % (four ' +
      'times as many runs behind the effect of 3 %, which is exactly at the margin).',
    renderOurs(study),
    'Adaptive runs: looks at 15, 30, 60, … blocks, 5 %/looks at each.',
    renderAdaptive(study),
    'A/A gate, 2.4 % deviation a block: shares of runs that pass. `bias` is what truly differs in every control; `all inside` ' +
      'asks it of every control.',
    renderGate(study),
  ];
  return `${parts.join('\n\n')}\n`;
}

function renderComparison({ comparison }: CalibrationStudy): string {
  const [first] = comparison;
  if (first === undefined) return '';
  const header = [
    'design',
    ...Object.keys(first.falsePositives).map((drift) => `false positives, ${drift}`),
    ...Object.keys(first.coverage).map((noise) => `coverage, ${noise}`),
    ...first.power.map(({ effect, drift }) => `power, ${percent(effect)}, ${drift}`),
    ...first.width.map(({ drift }) => `width, ${drift}`),
  ];
  // Designs side by side: fourteen measures would be too wide as columns.
  const columns = comparison.map((row) => [
    row.title,
    ...Object.values(row.falsePositives).map(shown),
    ...Object.values(row.coverage).map(shown),
    ...row.power.map(({ found }) => shown(found)),
    ...row.width.map(({ width }) => `${(100 * width).toFixed(2)} %`),
  ]);
  const rows = header.map((name, i) => [i === 0 ? '' : name, ...columns.map((column) => column[i] ?? '')]);
  return renderMarkdownTable(rows);
}

function renderOurs({ byBlocks }: CalibrationStudy): string {
  const [first] = byBlocks;
  if (first === undefined) return '';
  const header = [
    'blocks',
    ...Object.keys(first.falsePositives),
    ...Object.keys(first.coverage),
    'equivalent: effect 3 %',
    'equivalent: no effect',
    'detectable',
    'found at that size',
    '3 % found in a family of 20',
  ];
  const rows = byBlocks.map((row) => [
    String(row.blocks),
    ...Object.values(row.falsePositives).map(shown),
    ...Object.values(row.coverage).map(shown),
    shown(row.equivalentAtMargin),
    shown(row.equivalentWithoutEffect),
    percent(row.detectable),
    shown(row.foundDetectable),
    row.foundInFamily === null ? 'cannot' : shown(row.foundInFamily),
  ]);
  return renderMarkdownTable([header, ...rows]);
}

function renderAdaptive({ adaptive }: CalibrationStudy): string {
  const [first] = adaptive;
  if (first === undefined) return '';
  const header = [
    'looks',
    'stops at half-width',
    ...Object.keys(first.falsePositives),
    ...Object.keys(first.coverage),
    'equivalent: effect 3 %',
    'mean blocks',
  ];
  const rows = adaptive.map((row) => [
    String(row.looks),
    row.precision === 0 ? 'never' : percent(row.precision),
    ...Object.values(row.falsePositives).map(shown),
    ...Object.values(row.coverage).map(shown),
    shown(row.equivalentAtMargin),
    row.blocks.toFixed(1),
  ]);
  return renderMarkdownTable([header, ...rows]);
}

function renderGate({ gate }: CalibrationStudy): string {
  const rows = gate.map((row) => [
    String(row.blocks),
    percent(row.bias),
    String(row.controls),
    shown(row.different),
    shown(row.passedStrictly),
    shown(row.passed),
  ]);
  return renderMarkdownTable([
    ['blocks', 'bias', 'controls', 'different at 1 %', 'passes, all inside', 'passes'],
    ...rows,
  ]);
}

function shown({ count, of }: Share): string {
  return percent(count / of);
}

/** One decimal; whole per cents without it only where they are exact. */
function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
