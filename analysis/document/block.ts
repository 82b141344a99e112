import type { ValidityFact } from '../../results/schema/report.ts';
import type { ChartColumn, DrawnChart } from '../charts/chart.ts';

/** One thing that a report says. Text is plain and unescaped: a printer escapes it, breaks it into lines and decides nothing else. */
export type Block =
  | Heading
  | Paragraph
  | Items
  | Facts
  | Table
  | Claims
  | Findings
  | Checks
  | ChartFigure
  | Code
  | Command
  | Fold
  | Box
  | { readonly type: 'rule' };

/** How a medium prints each kind of block; `context` is what it needs beside the block. */
export type Printers<Printed, Context> = {
  readonly [Type in Block['type']]: (block: Extract<Block, { type: Type }>, context: Context) => Printed;
};

export function printBlock<Printed, Context>(
  printers: Printers<Printed, Context>,
  block: Block,
  context: Context,
): Printed {
  // The compiler does not see that a block and the printer under its type belong together.
  const print = printers[block.type] as (block: Block, context: Context) => Printed;
  return print(block, context);
}

/** `title` of the document, `part` of a machine, `section`, `topic` of several tables, `group` of tables that belong together, one `case` of it. */
export interface Heading {
  readonly type: 'heading';
  readonly level: 'title' | 'part' | 'section' | 'topic' | 'group' | 'case';
  readonly text: string;
}

export interface Paragraph {
  readonly type: 'paragraph';
  readonly text: string;
}

export interface Items {
  readonly type: 'items';
  /** Above a list that stands for itself, like the caption of a table; else empty. */
  readonly caption: string;
  readonly texts: readonly string[];
  /** On the table above. */
  readonly areRemarks: boolean;
}

/** Labels with what is so; an empty label belongs to the one above. */
export interface Facts {
  readonly type: 'facts';
  readonly rows: readonly (readonly [label: string, text: string])[];
}

export interface Table {
  readonly type: 'table';
  /** What the numbers are, with their n and the coverage of their intervals. */
  readonly caption: string;
  /** Above the labels. */
  readonly corner: string;
  /** Of each column the lines above it. */
  readonly heads: readonly (readonly string[])[];
  /** Of each column the lines of its cell. */
  readonly rows: readonly { readonly label: string; readonly cells: readonly (readonly string[])[] }[];
  /** Columns that a label may take where it needs them. */
  readonly labelWidth?: number;
}

/** Statements with a verdict: hypotheses, requirements. */
export interface Claims {
  readonly type: 'claims';
  readonly claims: readonly Claim[];
}

export interface Claim {
  readonly id: string;
  readonly verdict: string;
  /** The section that it is about; empty where it is about all. */
  readonly where: string;
  readonly statement: string;
  readonly because: string;
  readonly evidence: readonly Table[];
}

/** What was found, numbered. */
export interface Findings {
  readonly type: 'findings';
  readonly entries: readonly {
    /** The number, and of which targets. */
    readonly lead: string;
    /** Conditions and other values; empty or sentences. */
    readonly rest: string;
    /** In few words, for where it has no room. */
    readonly about: string;
  }[];
  /** What else was found and has no entry, in few words each. */
  readonly left: readonly string[];
}

/** Facts by which a run can be believed or not. */
export interface Checks {
  readonly type: 'checks';
  readonly checks: readonly (Omit<ValidityFact, 'section'> & { readonly where: string })[];
  /** What was seen, without what was expected and what to do. */
  readonly brief: boolean;
}

export interface ChartFigure {
  readonly type: 'chart';
  readonly id: string;
  /** How to read it. */
  readonly reading: string;
  readonly description: string;
  readonly columns: readonly ChartColumn[];
  /** By the name of the baseline; one with an empty name where there is no choice. */
  readonly variants: readonly { readonly name: string; readonly chart: DrawnChart }[];
}

/** Lines as they are. */
export interface Code {
  readonly type: 'code';
  /** What it is, for those who do not see it. */
  readonly label: string;
  readonly lines: readonly string[];
}

/** Words of a command for a shell. */
export interface Command {
  readonly type: 'command';
  readonly words: readonly string[];
}

/** What stands apart, with how good the news in it are. */
export interface Box {
  readonly type: 'box';
  readonly state: 'good' | 'open' | 'bad';
  readonly blocks: readonly Block[];
}

/** What few readers want: folded where a medium can fold. */
export interface Fold {
  readonly type: 'fold';
  readonly summary: string;
  readonly blocks: readonly Block[];
}

export function heading(level: Heading['level'], text: string): Heading {
  return { type: 'heading', level, text };
}

export function paragraph(text: string): Paragraph {
  return { type: 'paragraph', text };
}

/** No block for no texts. */
export function items(texts: readonly string[], { caption = '', areRemarks = false } = {}): readonly Items[] {
  return texts.length === 0 ? [] : [{ type: 'items', caption, texts, areRemarks }];
}

/** The check, and the section that it is about. */
export function checkName({ id, where }: Pick<Checks['checks'][number], 'id' | 'where'>): string {
  return where === '' ? id : `${id} (${where})`;
}

/** A label and any number of texts. No rows for no texts. */
export function factRows(label: string, texts: readonly string[]): Facts['rows'] {
  return texts.map((text, index) => [index === 0 ? label : '', text] as const);
}

/** The first `most`, and how many more there are of what. */
export function capList(texts: readonly string[], most: number, what: string): readonly string[] {
  const more = texts.length - most;
  return more <= 0 ? texts : [...texts.slice(0, most), `and ${more} more ${what}`];
}

/** A table with a row for each of `rows`. Columns that say nothing, or the same n in every row, are left out: the caption has n. */
export function columnsTable<Row>(
  rows: readonly Row[],
  of: Pick<Table, 'caption' | 'corner' | 'labelWidth'> & {
    readonly label: (row: Row) => string;
    readonly columns: readonly (readonly [head: string, cell: (row: Row) => readonly string[]])[];
  },
): Table {
  const { label, columns, ...rest } = of;
  const filled = columns.filter(([head, cell]) => {
    const texts = new Set(rows.map((row) => cell(row).join(' ')));
    return head === 'n' ? texts.size > 1 : texts.size > 1 || !(texts.has('') || texts.has('-'));
  });
  return {
    type: 'table',
    ...rest,
    heads: filled.map(([head]) => [head]),
    rows: rows.map((row) => ({ label: label(row), cells: filled.map(([, cell]) => cell(row)) })),
  };
}
