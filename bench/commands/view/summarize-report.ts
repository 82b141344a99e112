import type { Report, SectionSummary } from '../../../results/schema/report.ts';
import type { RunSummary } from '../../view/run-source.ts';

/** What the index says of a run. */
export function summarizeReport(report: Report): RunSummary {
  const { sections, environment } = report;
  const sum = (count: (section: SectionSummary) => number) =>
    sections.reduce((total, section) => total + count(section), 0);
  return {
    createdUtc: environment.createdUtc,
    machines: sections.map(nameSection),
    targets: Object.keys(environment.targets).filter((target) => !report.run.controlLabels.includes(target)),
    verdicts: [...describeFindings(report), ...describeComparisons(report)],
    validity: describeValidity(report),
    planned: sum(({ planned }) => planned),
    completed: sum(({ completed }) => completed),
    failed: sum(({ failed }) => failed),
    skipped: sum(({ skipped }) => skipped),
  };
}

function nameSection({ machine, nodes, guest }: SectionSummary): string {
  const where = `${nodes.length === 1 ? 'node' : 'nodes'} ${nodes.join(', ')}`;
  return guest === null ? `${machine}, ${where}` : `${machine} ${guest.nodes}x${guest.cpusPerNode}, ${where}`;
}

/** The calibration is no question of the run's. */
function describeFindings({ findings }: Report): readonly string[] {
  return findings
    .filter(({ id, verdict }) => id !== 'C1' || verdict !== 'supported')
    .map(({ id, verdict }) => `${id} ${verdict}`);
}

/** How often each verdict was given to what the plan set out to decide. */
function describeComparisons({ comparisons }: Report): readonly string[] {
  const counts = new Map<string, number>();
  for (const { primary, control, verdict } of comparisons) {
    if (!primary || control || verdict === null) continue;
    counts.set(verdict, (counts.get(verdict) ?? 0) + 1);
  }
  return [...counts].map(([verdict, count]) => `${count} ${verdict}`);
}

function describeValidity({ run, validity }: Report): readonly string[] {
  const warned = ['fail', 'warn', 'unknown'].flatMap((wanted) => {
    const count = validity.filter(({ verdict }) => verdict === wanted).length;
    return count === 0 ? [] : [`${count} ${wanted}`];
  });
  const checks =
    warned.length === 0 ? `all ${validity.length} checks passed` : `checks: ${warned.join(', ')}`;
  return [run.timing.verdict, checks];
}
