import type { EstimateRow } from '../../../results/schema/report-rows.ts';
import type { Apart } from '../../charts/parts/largest-difference.ts';
import { sizedBlocks } from '../../format/describe-level.ts';

/** A number of a workload that a reader without the glossary understands, and the sentence that says it. */
export interface Topic {
  readonly metric: EstimateRow['metric'];
  /** Rows of that metric which it is about. */
  readonly of: (row: EstimateRow) => boolean;
  /** Also where nothing is remote. */
  readonly anywhere?: true;
  readonly apart: Apart;
  /** Few words for a list. */
  readonly about: string;
  /** How a number is said: a share in words (`half`), `1.15 times`, or the number with its unit. */
  readonly as?: 'share' | 'times';
  /** `amount` is that; without `as` the numbers come after the sentence. */
  readonly say: (amount: string, row: EstimateRow) => string;
  /** The parameter whose levels are never left out: one level alone would be another finding. */
  readonly along?: Along;
  /** Parameters that go with the size of blocks, whose other levels show where the difference is least. */
  readonly sizes?: readonly string[];
  /** Beside one process for all nodes, one for each. */
  readonly processPerNode?: true;
  /** Another metric of the same trials, which is its price. */
  readonly beside?: { readonly metric: EstimateRow['metric']; readonly caption: string };
  /** Where no number is as large there is nothing to say. */
  readonly atLeast?: number;
  /** What a post about it asks the list. */
  readonly question?: string;
  /** What the reader must know beside the number. */
  readonly note?: (levels: number) => string;
}

export interface Along {
  readonly parameter: string;
  /** In a sentence about one level: `in turns of 16 operations`. */
  readonly at: (value: string) => string;
  /** In a list of levels; else the value itself. */
  readonly level?: (value: string) => string;
  /** Of the levels together. */
  readonly caption: string;
}

/** `64-byte blocks` */
export function sizedBlocksOf({ parameters }: Pick<EstimateRow, 'parameters'>): string {
  return sizedBlocks(parameters.sizes ?? '');
}
