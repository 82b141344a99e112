import type { Finding, Report, Requirement } from '../../results/schema/report.ts';
import { describeEstimates, intervalText } from '../format/interval.ts';
import { chooseScale, formatScaled } from '../format/number.ts';
import { calibrationHypothesis } from '../judge/hypotheses/c1-calibration.ts';
import { groupBy } from '../load/group-by.ts';
import { type Block, type Claim, columnsTable, factRows, items, type Table } from './block.ts';
import { sectionName } from './names.ts';

/** Every hypothesis that the run was planned for: verdict, statement, what decided, and the numbers. */
export function makeFindings(report: Report): readonly Block[] {
  const claims = judged(report).map((finding) => makeClaim(report, finding));
  return claims.length === 0
    ? []
    : [...items(decidedTexts(report)), { type: 'claims', claims }, ...earlierItems(report)];
}

/** The verdicts alone, with what decided them. */
export function makeVerdicts(report: Report): readonly Block[] {
  return makeFindings(report).map((block) =>
    block.type === 'claims' ? withoutEvidence(block.claims) : block,
  );
}

/** Those of the calibration too, without the numbers. */
export function makeAllVerdicts(report: Report): readonly Block[] {
  return [withoutEvidence(report.findings.map((finding) => makeClaim(report, finding)))];
}

function withoutEvidence(claims: readonly Claim[]): Block {
  return { type: 'claims', claims: claims.map((claim) => ({ ...claim, evidence: [] })) };
}

/** By id, for those who look them up in the whole report. */
export function listVerdicts(report: Report): readonly Block[] {
  const byVerdict = groupBy(judged(report), ({ verdict }) => verdict);
  const texts = [...byVerdict].map(
    ([verdict, own]) => `${verdict}: ${[...new Set(own.map(({ id }) => id))].join(', ')}`,
  );
  return texts.length === 0 ? [] : [{ type: 'facts', rows: factRows('Verdicts', texts) }];
}

export function isCalibration({ id }: Finding): boolean {
  return id === calibrationHypothesis.id;
}

/** The findings that the run was made for: all but the calibration, which is judged in every run. */
function judged({ findings }: Report): readonly Finding[] {
  return findings.filter((finding) => !isCalibration(finding));
}

/** How many of its questions the run could decide, and which of the others need another machine. A finding of any section counts. */
export function decidedTexts(report: Report): readonly string[] {
  const byId = groupBy(judged(report), ({ id }) => id);
  if (byId.size === 0) return [];
  const idsWith = (verdicts: readonly Finding['verdict'][]) =>
    [...byId].filter(([, own]) => own.some(({ verdict }) => verdicts.includes(verdict))).map(([id]) => id);
  const decided = idsWith(['supported', 'refuted']);
  const needing = idsWith(['needs-hardware']).filter((id) => !decided.includes(id));
  const open = [...byId.keys()].filter((id) => !decided.includes(id) && !needing.includes(id));
  const list = (ids: readonly string[]) => (ids.length === 0 ? '' : `: ${ids.join(', ')}`);
  const parts = [
    `This run could decide ${decided.length} of ${byId.size}${list(decided)}`,
    ...(needing.length === 0
      ? []
      : [`${needing.length} ${needing.length === 1 ? 'needs' : 'need'} hardware${list(needing)}`]),
    ...(open.length === 0 ? [] : [`left open${list(open)}`]),
  ];
  return [`${parts.join('; ')}.`];
}

function makeClaim({ sections }: Report, finding: Finding): Claim {
  const { id, verdict, statement, because, section } = finding;
  const where = sectionName(sections[section]);
  return { id, verdict, where, statement, because, evidence: evidenceTables(finding) };
}

/** What earlier forms of the rules say of the same data. */
function earlierItems(report: Report): readonly Block[] {
  const several = report.sections.length > 1;
  const texts = judged(report).flatMap(({ id, section, earlierRules = [] }) =>
    earlierRules.flatMap(({ statement, replaced, verdict, because }) => [
      `${id} stated: ${statement}`,
      `By that rule it is ${verdict}${several ? ` (${sectionName(report.sections[section])})` : ''}: ${because}.`,
      `It was replaced ${replaced}.`,
    ]),
  );
  return items(texts, {
    caption: 'Earlier forms of these rules, which were changed after data had been seen',
  });
}

const labelWidth = 34;

/** One table for all numbers of one unit. */
function evidenceTables({ evidence, machine }: Finding): readonly Table[] {
  return [...groupBy(evidence, ({ unit }) => unit)].map(([unit, rows]) => {
    const estimates = rows.map(({ measured }) => measured);
    const scale = chooseScale(
      unit,
      rows.flatMap(({ measured, predicted }) => [measured.point, predicted ?? measured.point]),
    );
    const common = commonStart(rows.map(({ label }) => label));
    return columnsTable(rows, {
      caption: `${common}${describeEstimates(estimates, machine)}`,
      ...{ corner: scale.label, labelWidth },
      label: ({ label }) => label.slice(common.length),
      columns: [
        ['predicted', ({ predicted }) => [predicted === null ? '-' : formatScaled(predicted, scale)]],
        ['measured', ({ measured }) => [formatScaled(measured.point, scale)]],
        ['between', ({ measured }) => [intervalText(measured, scale)]],
        ['n', ({ measured }) => [String(measured.n)]],
      ],
    });
  });
}

/** What all labels begin with, up to a comma: said once, above the table. */
function commonStart(labels: readonly string[]): string {
  const [first = '', ...others] = labels;
  const end = others.length === 0 ? 0 : first.indexOf(', ') + 2;
  const start = end < 2 ? '' : first.slice(0, end);
  return others.every((label) => label.startsWith(start)) ? start : '';
}

/** Requirements that a hypothesis of this run bears on; the others are named in one line. */
export function makeRequirements({ requirements, run }: Report): readonly Block[] {
  const bears = ({ criteria }: Requirement) =>
    criteria.some(({ hypotheses }) => hypotheses.some((id) => run.hypotheses.includes(id)));
  const touched = requirements.filter(bears);
  const untouched = requirements.filter((one) => !bears(one)).map(({ id }) => id);
  if (touched.length === 0) return [];
  const claims = touched.map((requirement): Claim => ({ ...requirement, where: '', evidence: [] }));
  return [
    { type: 'claims', claims },
    ...items(
      untouched.length === 0 ? [] : [`${untouched.join(', ')}: no hypothesis of this run bears on them.`],
    ),
  ];
}
