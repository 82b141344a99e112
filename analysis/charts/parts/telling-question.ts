import type { Report } from '../../../results/schema/report.ts';
import type { EstimateRow } from '../../../results/schema/report-rows.ts';
import { counted } from '../../../results/text/counted.ts';
import { targetName } from '../../format/target-name.ts';
import { mostFacets } from './spec.ts';

/** A number of a target in one question. */
export interface Told {
  readonly target: string;
  readonly value: number;
}

/** How far targets are apart: times and sizes by their ratio, shares by their difference. */
export type Apart = 'ratio' | 'difference';

export interface Telling<Question> {
  readonly question: Question;
  readonly told: readonly Told[];
  /** `in NAME`, and why that one where there are several. */
  readonly where: (name: string) => string;
}

/** Targets closer than this do not differ in a title. */
const least: Readonly<Record<Apart, number>> = { ratio: 1.05, difference: 0.02 };

/**
 * The question in which targets differ most, or where they do not differ, that with the largest number: for a title, since numbers of
 * several questions side by side compare what nobody measured. Undefined where no question has a number. `tell` answers one number for
 * each target, without the control.
 */
export function chooseTelling<Question>(
  questions: readonly Question[],
  tell: (question: Question) => readonly Told[],
  apart: Apart,
): Telling<Question> | undefined {
  const all = questions
    .map((question) => ({ question, told: tell(question) }))
    .filter(({ told }) => told.length > 0);
  const [differing] = all.toSorted((a, b) => spreadOf(b.told, apart) - spreadOf(a.told, apart));
  if (differing !== undefined && spreadOf(differing.told, apart) >= least[apart])
    return { ...differing, where: makeWhere(all.length, 'where targets differ most') };
  const [largest] = all.toSorted((a, b) => largestOf(b.told) - largestOf(a.told));
  return largest && { ...largest, where: makeWhere(all.length, 'where it is largest') };
}

/** What targets have of one metric, by its median over blocks. */
export function tellPoints(
  report: Report,
  rows: readonly EstimateRow[],
  metric: EstimateRow['metric'],
): readonly Told[] {
  return rows.flatMap((row) =>
    row.metric === metric && !row.control && row.estimate !== null
      ? [{ target: targetName(report, row.target), value: row.estimate.point }]
      : [],
  );
}

function makeWhere(questions: number, why: string): (name: string) => string {
  return (name) => (questions < 2 ? `in ${name}` : `in ${name}, ${why}`);
}

/** As many questions as can be drawn, those in which targets differ most, in the order of the plan. */
export function chooseDrawn<Question>(
  questions: readonly Question[],
  tell: (question: Question) => readonly Told[],
  apart: Apart,
): readonly Question[] {
  const bySpread = questions.toSorted((a, b) => spreadOf(tell(b), apart) - spreadOf(tell(a), apart));
  const drawn = new Set(bySpread.slice(0, mostFacets));
  return questions.filter((question) => drawn.has(question));
}

/** What a subtitle says of the questions that a chart has no room for. */
export function notDrawnText(hidden: number): string {
  return hidden === 0 ? '' : `; ${counted(hidden, 'more question')} not drawn`;
}

function largestOf(told: readonly Told[]): number {
  return Math.max(...told.map(({ value }) => value));
}

function spreadOf(told: readonly Told[], apart: Apart): number {
  const values = told.map(({ value }) => value);
  if (values.length === 0) return -1;
  const [low, high] = [Math.min(...values), Math.max(...values)];
  if (apart === 'difference') return high - low;
  return low > 0 ? high / low : Number.POSITIVE_INFINITY;
}
