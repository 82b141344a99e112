import type { Report } from '../../results/schema/report.ts';
import { counted } from '../../results/text/counted.ts';
import { type Block, type Claim, paragraph } from './block.ts';

/** Something that may be shown in several lengths, from the shortest; a first one without blocks means that it may be left out. */
export type Forms = readonly (readonly Block[])[];

/** Rows of a table's short form: the baseline and a few targets after it. */
const fewRows = 6;

/** The things that a section is made of, each in its lengths: claims one by one, tables with their remarks, all else whole. */
export function listForms(blocks: readonly Block[]): readonly Forms[] {
  return blocks.flatMap((block, index): readonly Forms[] => {
    if (block.type === 'claims') return block.claims.map(claimForms);
    if (isRemark(block)) return isTable(blocks[index - 1]) ? [] : [[[block]]];
    const next = blocks[index + 1];
    const remarks = isTable(block) && next !== undefined && isRemark(next) ? [next] : [];
    if (block.type === 'table') {
      const short = { ...block, rows: block.rows.slice(0, fewRows) };
      return [[[], [short, ...remarks], [block, ...remarks]]];
    }
    return [[...(isTable(block) ? [[]] : []), [block]]];
  });
}

function isTable(block: Block | undefined): boolean {
  return block?.type === 'table' || (block?.type === 'items' && block.caption !== '');
}

function isRemark(block: Block): boolean {
  return block.type === 'items' && block.areRemarks;
}

/** The verdict, then what decided it, then its numbers. */
function claimForms(claim: Claim): Forms {
  const reasoned = { ...claim, evidence: [] };
  return [{ ...reasoned, because: '' }, reasoned, ...(claim.evidence.length === 0 ? [] : [claim])].map(
    (one) => [{ type: 'claims', claims: [one] }],
  );
}

/** Nothing is left out without saying so: findings by name, tables by number. */
export function sayNotShown(
  { estimates }: Report,
  { left, leftOut }: { readonly left: readonly string[]; readonly leftOut: ReadonlyMap<string, number> },
): Block {
  const counts = [...leftOut].map(([kind, count]) =>
    count === 1 ? `one of the ${kind}` : `${count} ${kind}`,
  );
  const all = [...left, ...counts];
  const named = all.length === 0 ? '' : `Not shown: ${all.join('; ')}. `;
  return paragraph(
    `${named}numa-lab report --format full has all tables, --format json ${counted(estimates.length, 'estimate')}.`,
  );
}
