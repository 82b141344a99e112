import type { Report, ValidityFact } from '../../report.ts';
import { escapeText } from '../ascii.ts';
import { wrap } from '../wrap.ts';
import { sectionName } from './names.ts';

/** Facts by which the run can be believed or not; what did not pass says what was expected and what to do. */
export function renderValidity(report: Report): readonly string[] {
  return ['', 'Validity', ...report.validity.flatMap((fact) => renderFact(report, fact))];
}

function renderFact(report: Report, fact: ValidityFact): readonly string[] {
  const section = fact.section === null ? undefined : report.sections[fact.section];
  const where = section === undefined ? '' : ` (${sectionName(section)})`;
  const remedy = fact.verdict === 'pass' ? '' : `; expected: ${fact.threshold}; remedy: ${fact.remedy}`;
  const text = `${fact.id}${where}: ${fact.seen}${remedy}`;
  return wrap(escapeText(text), `  ${fact.verdict.padEnd(8)}`, ' '.repeat(10));
}
