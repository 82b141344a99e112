import type { Report } from '../../results/schema/report.ts';

/**
 * A Vega-Lite 6 specification as a plain value. Vega-Lite's own type is a union of unions that hides a wrong key rather than names it; tests
 * compile every specification instead.
 */
export type ChartSpec = Readonly<Record<string, unknown>>;

/** A row of a chart's table: what one mark shows. */
export type ChartRow = Readonly<Record<string, string | number | null>>;

export interface ChartColumn {
  readonly field: string;
  readonly title: string;
  /** What the numbers are in; empty for words and for numbers without one. */
  readonly unit: string;
  /** For the CSV alone: the table and the tooltips show it as words in another column. */
  readonly raw?: true;
}

/** The data of a chart: its specification draws exactly these rows, under the name `table`. */
export interface ChartTable {
  readonly columns: readonly ChartColumn[];
  readonly rows: readonly ChartRow[];
}

export interface DrawnChart {
  readonly state: 'chart';
  readonly id: string;
  /** What was found, from the numbers; the question where they say nothing. */
  readonly title: string;
  /** What the axes are, for those who do not see them. */
  readonly description: string;
  readonly spec: ChartSpec;
  readonly table: ChartTable;
}

/** A chart that this run has no data for, and why. */
export interface LeftOutChart {
  readonly state: 'left-out';
  readonly id: string;
  readonly title: string;
  readonly reason: string;
}

export type Chart = DrawnChart | LeftOutChart;

/** What a maker finds in a report: all but the id, which the table of charts gives. */
export type MadeChart = Omit<DrawnChart, 'id'> | Omit<LeftOutChart, 'id' | 'title'>;

export interface ChartMaker {
  /** Also the name of its file: lower case with hyphens. */
  readonly id: string;
  readonly question: string;
  /** How to read it: marks, axes, lines of reference, and what it does not show. */
  readonly reading: string;
  /** Of its table, whatever the run. */
  readonly columns: readonly ChartColumn[];
  readonly page: ChartPage;
  readonly make: (report: Report) => MadeChart;
}

/** What the page of a chart under `docs/charts` says beside its question and how to read it. */
export interface ChartPage {
  /** What one mark, cell or point of a line stands for. */
  readonly mark: string;
  /** What a reader could take from it and must not: a sentence each. */
  readonly notShown: readonly string[];
  /** A command that gives a run with data for it; null: none does yet. */
  readonly command: string | null;
  /** The published run that its committed picture is drawn from; null: none has data for it. */
  readonly picture: string | null;
}

export function leaveOut(reason: string): MadeChart {
  return { state: 'left-out', reason };
}
