import type { Report } from '../../results/schema/report.ts';
import type { Block } from './block.ts';
import type { OtherBaselines } from './charts.ts';
import type { FileSum } from './reproduce.ts';

/**
 * What a document is for: `full`, the report with every number; `post` to a mailing list, whose lines are few; `summary` at the end of a run;
 * `markdown` for an issue; `page`, report.html; `matrix`, targets by metrics alone.
 */
export type Output = 'full' | 'post' | 'summary' | 'markdown' | 'page' | 'matrix';

/** Parts of the page, in its order. */
export type PagePart = 'summary' | 'charts' | 'tables' | 'failed' | 'environment';

export interface Section {
  readonly id: string;
  /** Empty where its blocks need none. */
  readonly title: string;
  readonly part: PagePart;
  /** Where lines are few, what of it may be shortened or left out, in the plural; empty: it stays whole. */
  readonly shortened: string;
  readonly blocks: readonly Block[];
}

/** What a report does not hold and some of its sections need. */
export interface Beside {
  readonly sums: readonly FileSum[];
  readonly baselines: OtherBaselines;
  /** The full report as lines, for those who look for a number on the page. */
  readonly fullLines: readonly string[];
}

export type Maker = (report: Report, beside: Beside) => readonly Block[];
