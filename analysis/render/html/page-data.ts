import type { ChartColumn, ChartRow } from '../../charts/chart.ts';

/** One drawing of a chart: with a baseline of its own, or the only one there is. */
export interface PageVariant {
  /** Of the baseline; empty where there is one variant. */
  readonly name: string;
  readonly title: string;
  /** What the marks are, their unit, n and the margin. */
  readonly subtitle: string;
  /** A Vega specification, compiled: the page needs no compiler. */
  readonly spec: Readonly<Record<string, unknown>>;
  readonly rows: readonly ChartRow[];
}

export interface PageChart {
  readonly id: string;
  readonly columns: readonly ChartColumn[];
  readonly variants: readonly PageVariant[];
}

/** What the page's script reads: JSON in an element that no browser runs. */
export interface PageData {
  readonly runId: string;
  readonly charts: readonly PageChart[];
  /** Vega's configurations: of the picture files, and of light and dark pages. */
  readonly themes: Readonly<Record<'paper' | 'light' | 'dark', unknown>>;
}
