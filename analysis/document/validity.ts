import type { Report, ValidityFact } from '../../results/schema/report.ts';
import { type Block, type Checks, type Facts, factRows, heading, items } from './block.ts';
import { sectionName, whereText } from './names.ts';

const mostReasons = 4;

/** Whether times may be believed; nothing where there are none. */
export function timingRows({ run: { timing } }: Report): Facts['rows'] {
  if (timing.verdict === 'no timing') return [];
  const more = timing.reasons.length - mostReasons;
  const reasons = [...timing.reasons.slice(0, mostReasons), ...(more > 0 ? [`and ${more} more`] : [])];
  return factRows('Timing', [timing.verdict, ...reasons.map((reason) => `- ${reason}`)]);
}

export function makeTiming(report: Report): readonly Block[] {
  const rows = timingRows(report);
  return rows.length === 0 ? [] : [{ type: 'facts', rows }];
}

/** Facts by which the run can be believed or not; what did not pass says what was expected and what to do. */
export function makeValidity(report: Report): readonly Block[] {
  return [
    ...doctorBlocks(report),
    ...report.sections.flatMap((section, index) => [
      heading('section', `Validity of the ${sectionName(section)} section`),
      makeChecks(report.validity.filter((fact) => fact.section === index)),
    ]),
  ];
}

/** What the doctor found right before the run and did not pass; nothing is said of a run that has no such findings on record. */
function doctorBlocks({ environment: { doctor } }: Report): readonly Block[] {
  if (doctor === undefined) return [];
  const open = doctor.filter(({ verdict }) => verdict !== 'pass');
  const passed = doctor.length - open.length;
  return [
    heading('section', `The machine right before the run: ${passed} of ${doctor.length} checks passed`),
    makeChecks(open.map((check) => ({ ...check, remedy: check.remedy ?? '' }))),
  ];
}

function makeChecks(facts: readonly Omit<ValidityFact, 'section'>[]): Checks {
  return { type: 'checks', brief: false, checks: facts.map((fact) => ({ ...fact, where: '' })) };
}

/** Checks of the run that did not pass, in short. No block where all did. */
export function notPassed(report: Report): readonly Checks[] {
  const checks = report.validity
    .filter(({ verdict }) => verdict !== 'pass')
    .map((fact) => ({ ...fact, where: whereText(report, fact.section) }));
  return checks.length === 0 ? [] : [{ type: 'checks', brief: true, checks }];
}

/** Whether every check passed, in short. */
export function makeBelief(report: Report): readonly Block[] {
  const open = notPassed(report);
  const title = open.length === 0 ? 'every check passed.' : 'what did not pass';
  return [heading('section', `Validity: ${title}`), ...open];
}

/** What the control came to, whether it passed or not. */
export function makeControls({ validity, sections }: Report): readonly Block[] {
  const controls = validity.filter((fact) => fact.id === 'control-arm');
  return items(controls.map(({ section, seen }) => `${sectionName(sections[section])}: ${seen}`));
}
