import { escapeText } from '../../../results/text/escape-text.ts';
import type { Report, ValidityFact } from '../../report.ts';
import { wrap } from '../wrap.ts';
import { sectionName } from './names.ts';

/** Facts by which the run can be believed or not; what did not pass says what was expected and what to do. */
export function renderValidity(report: Report): readonly string[] {
  return [...renderDoctor(report), ...renderSections(report)];
}

/** What the doctor found right before the run and did not pass; nothing is printed of a run that has no such findings on record. */
function renderDoctor({ environment }: Report): readonly string[] {
  const { doctor } = environment;
  if (doctor === undefined) return [];
  const open = doctor.filter(({ verdict }) => verdict !== 'pass');
  const passed = doctor.length - open.length;
  return [
    '',
    ...wrap(`The machine right before the run: ${passed} of ${doctor.length} checks passed`),
    ...open.flatMap((check) => renderFact({ ...check, remedy: check.remedy ?? '' })),
  ];
}

function renderSections(report: Report): readonly string[] {
  return report.sections.flatMap((section, index) => [
    '',
    `Validity of the ${sectionName(section)} section`,
    ...report.validity.filter((fact) => fact.section === index).flatMap(renderFact),
  ]);
}

function renderFact(fact: Omit<ValidityFact, 'section'>): readonly string[] {
  const remedy = fact.verdict === 'pass' ? '' : `; expected: ${fact.threshold}; remedy: ${fact.remedy}`;
  const text = `${fact.id}: ${fact.seen}${remedy}`;
  return wrap(escapeText(text), `  ${fact.verdict.padEnd(8)}`, ' '.repeat(10));
}
