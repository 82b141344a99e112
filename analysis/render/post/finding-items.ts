import { escapeText } from '../../../results/text/escape-text.ts';
import type { Finding, Report, Requirement } from '../../report.ts';
import { judged, renderEvidence } from '../text/findings.ts';
import { sectionName } from '../text/names.ts';
import { wrap } from '../wrap.ts';
import { capLines } from './cap-lines.ts';
import type { Item } from './item.ts';

const findingsPart = 'Findings (rules fixed in plan.json before the run)';
const requirementsPart = 'Requirements, as far as these findings go';
const linesOfStatement = 2;
const linesOfReason = 5;
const indent = '    ';

/** Every hypothesis by verdict, in the order of the plan; then what decided it; then its numbers with n and intervals. */
export function makeFindingItems(report: Report): readonly Item[] {
  return judged(report).map((finding) => {
    const verdict = renderVerdict(report, finding);
    const reason = [...verdict, ...renderReason(finding.because)];
    return {
      part: findingsPart,
      forms: [verdict, reason, [...reason, ...renderEvidence(finding)]],
      kind: 'tables of findings',
    };
  });
}

function renderVerdict(
  { sections }: Report,
  { id, verdict, statement, section }: Finding,
): readonly string[] {
  const of = sections[section];
  const where = sections.length > 1 && of !== undefined ? ` (${sectionName(of)})` : '';
  return renderStatement(id, `${verdict}${where}`, statement);
}

function renderStatement(id: string, verdict: string, statement: string): readonly string[] {
  const text = escapeText(`${id} ${verdict}: ${statement}`);
  return capLines(wrap(text, '  ', indent), linesOfStatement);
}

function renderReason(because: string): readonly string[] {
  return capLines(wrap(escapeText(`${because}.`), indent), linesOfReason);
}

/** Requirements that a hypothesis of this run bears on. */
export function makeRequirementItems({ requirements, run }: Report): readonly Item[] {
  const bears = ({ legs }: Requirement) =>
    legs.some(({ hypotheses }) => hypotheses.some((id) => run.hypotheses.includes(id)));
  return requirements.filter(bears).map(({ id, verdict, statement, because }) => {
    const short = renderStatement(id, verdict, statement);
    return {
      part: requirementsPart,
      forms: [short, [...short, ...renderReason(because)]],
      kind: 'reasons of requirements',
    };
  });
}
