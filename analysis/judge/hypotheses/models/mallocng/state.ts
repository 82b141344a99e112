import { type Bounces, makeBounces } from './bounces.ts';
import type { Group } from './group.ts';
import type { Pages } from './pages.ts';

/** The one heap of a process. */
export interface State {
  readonly pages: Pages;
  readonly bounces: Bounces;
  /** Groups with slots to give out, by class; the first is where slots come from. */
  readonly active: Group[][];
  /** Slots of all groups, by class. */
  readonly slotsInUse: number[];
  /** Mappings made so far: moves the beginning of blocks in slots that had none. */
  mappings: number;
}

const classes = 48;

export function makeState(pages: Pages): State {
  return {
    pages,
    bounces: makeBounces(),
    active: Array.from({ length: classes }, () => []),
    slotsInUse: new Array<number>(classes).fill(0),
    mappings: 0,
  };
}

export function activeGroups(state: State, sizeClass: number): Group[] {
  const groups = state.active[sizeClass];
  if (groups === undefined) throw new Error(`mallocng has no size class ${sizeClass}`);
  return groups;
}

export function slotsOf(state: State, sizeClass: number): number {
  return state.slotsInUse[sizeClass] ?? 0;
}
