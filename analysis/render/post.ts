import type { Report } from '../../results/schema/report.ts';
import { makeDocument } from '../document/make-document.ts';
import type { FileSum } from '../document/reproduce.ts';
import type { Section } from '../document/section.ts';
import { type Forms, listForms, sayLeftOut } from '../document/shorten.ts';
import { groupBy } from '../load/group-by.ts';
import { finishText } from './text/finish.ts';
import { printLines, printSection } from './text/print-lines.ts';

/** What a reader of a mailing list scrolls through and quotes. */
export const mostPostLines = 120;
/** For what was left out: a blank line and the sentence. */
const noteLines = 4;

/**
 * Report → a post of at most 120 lines and 72 columns of plain ASCII, the same for the same report and sums. What can be shortened gets the
 * lines that the rest leaves; what does not fit is counted.
 */
export function renderPost(report: Report, sums: readonly FileSum[]): string {
  const sections = makeDocument(report, 'post', { sums });
  const whole = new Map(
    sections
      .filter(({ shortened }) => shortened === '')
      .map((one) => [one, ['', ...printSection(one)]] as const),
  );
  const used = [...whole.values()].reduce((sum, lines) => sum + lines.length, 0);
  const fitted = fitSections(
    sections.filter(({ shortened }) => shortened !== ''),
    mostPostLines - used - noteLines,
  );
  const lastFitted = sections.findLastIndex((one) => one.shortened !== '' || one.id === 'method');
  const note = ['', ...printLines([sayLeftOut(report, fitted.leftOut)])];
  return finishText(
    sections.flatMap((section, index) => [
      ...(whole.get(section) ?? fitted.lines.get(section) ?? []),
      ...(index === lastFitted ? note : []),
    ]),
  );
}

interface Fitted {
  readonly lines: ReadonlyMap<Section, readonly string[]>;
  /** How many things of a kind are missing or shortened. */
  readonly leftOut: ReadonlyMap<string, number>;
}

/**
 * Chooses what fits into `room` lines: first the shortest form of everything, in order, then longer ones, round by round and in
 * order, wherever the room is enough. So the first are the last to be shortened, and none is dropped for the table of another.
 */
function fitSections(sections: readonly Section[], room: number): Fitted {
  const entries = sections.flatMap((section) =>
    listForms(section.blocks).map((forms) => ({ section, forms: printForms(forms, section) })),
  );
  const chosen = new Map<(typeof entries)[number], readonly string[]>();
  const shown = new Set<Section>();
  let left = room;
  for (let round = 0; entries.some(({ forms }) => round < forms.length); round += 1) {
    for (const entry of entries) {
      const form = entry.forms[round];
      if (form === undefined) continue;
      const isFirst = form.length > 0 && !shown.has(entry.section);
      const cost =
        form.length - (chosen.get(entry)?.length ?? 0) + (isFirst ? printTitle(entry.section).length : 0);
      if (cost > left) continue;
      left -= cost;
      chosen.set(entry, form);
      if (isFirst) shown.add(entry.section);
    }
  }
  const lacking = entries.filter((entry) => chosen.get(entry) !== entry.forms.at(-1));
  const own = groupBy(entries, ({ section }) => section);
  return {
    lines: new Map(
      [...shown].map((section) => [
        section,
        [...printTitle(section), ...(own.get(section) ?? []).flatMap((entry) => chosen.get(entry) ?? [])],
      ]),
    ),
    leftOut: new Map(
      [...groupBy(lacking, ({ section }) => section.shortened)].map(([kind, some]) => [kind, some.length]),
    ),
  };
}

function printTitle(section: Section): readonly string[] {
  return ['', ...printSection({ ...section, blocks: [] })];
}

function printForms(forms: Forms, { mostLines }: Section): readonly (readonly string[])[] {
  return forms.map((blocks) => printLines(blocks, mostLines));
}
