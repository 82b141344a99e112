/** What the index says of a run, in words; everything is text of result files and must be escaped. */
export interface RunSummary {
  readonly createdUtc: string;
  /** One line for each section: machine and nodes. */
  readonly machines: readonly string[];
  readonly targets: readonly string[];
  /** How often each verdict was given, and what became of each hypothesis. */
  readonly verdicts: readonly string[];
  readonly validity: readonly string[];
  readonly planned: number;
  readonly completed: number;
  readonly failed: number;
  readonly skipped: number;
}

/** Why something cannot be shown. */
export interface ViewProblem {
  readonly state: 'problem';
  readonly message: string;
  readonly hint: string;
}

export interface OpenedRun {
  readonly state: 'opened';
  readonly summary: RunSummary;
  /** The report as a whole document; it may take seconds. */
  readonly renderPage: () => Promise<string>;
}

/** Reads and judges runs for the viewer, which knows nothing of either. */
export interface RunSource {
  readonly open: (directory: string) => Promise<OpenedRun | ViewProblem>;
  /** `b` beside `a`, as text of fixed width. */
  readonly compare: (
    a: string,
    b: string,
  ) => Promise<{ readonly state: 'compared'; readonly text: string } | ViewProblem>;
}
