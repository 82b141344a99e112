import type { Section } from '../../document/section.ts';
import { type Forms, listForms } from '../../document/shorten.ts';
import { groupBy } from '../../load/group-by.ts';
import { printLines, printSection } from '../text/print-lines.ts';

interface Fitted {
  readonly lines: ReadonlyMap<Section, readonly string[]>;
  /** How many things of a kind are missing or shortened. */
  readonly leftOut: ReadonlyMap<string, number>;
}

/**
 * Chooses what fits into `room` lines: first the shortest form of everything, in order, then longer ones, round by round and in
 * order, wherever the room is enough. So the first are the last to be shortened, and none is dropped for the table of another.
 */
export function fitSections(sections: readonly Section[], room: number): Fitted {
  const entries = sections.flatMap((section) =>
    listForms(section.blocks).map((forms) => ({ section, forms: printForms(forms) })),
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

function printForms(forms: Forms): readonly (readonly string[])[] {
  return forms.map((blocks) => printLines(blocks));
}
