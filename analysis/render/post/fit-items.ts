import { groupBy } from '../../group-by.ts';
import type { Item } from './item.ts';

export interface Fitted {
  readonly lines: readonly string[];
  /** How many items of a kind are missing or shortened. */
  readonly leftOut: ReadonlyMap<string, number>;
}

/** A blank line and the title of a part. */
const titleLines = 2;

/**
 * Chooses what fits into `room` lines: first the shortest form of every item, in order, then longer ones, round by round and in
 * order, wherever the room is enough. So the first items are the last to be shortened, and none is dropped for the table of another.
 */
export function fitItems(items: readonly Item[], room: number): Fitted {
  const chosen = new Map<Item, readonly string[]>();
  const shownParts = new Set<string>();
  let left = room;
  const rounds = Math.max(0, ...items.map(({ forms }) => forms.length));
  for (let round = 0; round < rounds; round += 1) {
    for (const item of items) {
      const form = item.forms[round];
      if (form === undefined) continue;
      const isFirst = form.length > 0 && !shownParts.has(item.part);
      const cost = form.length - (chosen.get(item)?.length ?? 0) + (isFirst ? titleLines : 0);
      if (cost > left) continue;
      left -= cost;
      chosen.set(item, form);
      if (isFirst) shownParts.add(item.part);
    }
  }
  const parts = [...groupBy(items, ({ part }) => part)].filter(([part]) => shownParts.has(part));
  const lacking = items.filter((item) => chosen.get(item) !== item.forms.at(-1));
  return {
    lines: parts.flatMap(([part, own]) => ['', part, ...own.flatMap((item) => chosen.get(item) ?? [])]),
    leftOut: new Map([...groupBy(lacking, ({ kind }) => kind)].map(([kind, group]) => [kind, group.length])),
  };
}
