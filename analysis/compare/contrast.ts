import type { Proof } from '../../results/schema/proof.ts';
import type { ContrastKind } from '../../results/schema/report-rows.ts';
import { parseLabel } from '../../results/text/target-label.ts';
import type { AllocatorFiles } from './allocator-file.ts';

export interface Contrast {
  /** What alone differs; null when several things do, or nothing. */
  readonly contrast: ContrastKind | null;
  /** A sentence naming what differs where there is no contrast. */
  readonly confounded: string | null;
}

/** One thing in which two programs differ. A difference without a kind confounds wherever it occurs. */
interface Difference {
  readonly kind: ContrastKind | null;
  readonly name: string;
}

/**
 * What differs between two targets, by what their programs proved of themselves and whether malloc comes from one file. One cause only may
 * carry a difference. A libc's own allocator comes with it and is no cause apart: libcs are compared as they come, or under one and the
 * same allocator.
 */
export function contrastOf(a: Proof, b: Proof, files: AllocatorFiles = 'unknown'): Contrast {
  const differences = [
    ...libcDifferences(a, b),
    ...differenceIf(a.libc.link !== b.libc.link, 'link', 'link mode'),
    ...allocatorDifferences(a, b),
    ...unknownDifferences(a, b, files),
    ...differenceIf(settingsDiffer(a, b), 'setting', 'settings'),
    ...differenceIf(parseLabel(a.target).relink !== parseLabel(b.target).relink, 'relink', 'link order'),
    ...differenceIf(a.build.compiler !== b.build.compiler, null, 'compiler'),
  ];
  const [first] = differences;
  // Two builds of one version: between libcs they always differ, so that it counts only where nothing else does.
  if (first === undefined && files === 'other') return { contrast: 'allocator', confounded: null };
  if (first === undefined) return { contrast: null, confounded: 'confounded: nothing but the label differs' };
  if (differences.length === 1 && first.kind !== null) return { contrast: first.kind, confounded: null };
  const names = differences.map(({ name }) => name).join(', ');
  return { contrast: null, confounded: `confounded: ${names} differ${differences.length === 1 ? 's' : ''}` };
}

/** Allocators that nobody can name have no version either: their files alone can tell them apart. */
function unknownDifferences(a: Proof, b: Proof, files: AllocatorFiles): readonly Difference[] {
  if (!areUnknown(a, b) || files === 'same') return [];
  return files === 'other'
    ? [{ kind: 'allocator', name: 'allocator' }]
    : [{ kind: null, name: 'perhaps the allocator, which is unknown,' }];
}

/** That neither of two allocators can be named, and one at least is not a libc's own. */
export function areUnknown(a: Proof, b: Proof): boolean {
  return [a, b].every(({ allocator }) => allocator.name === 'unknown') && !bothOwn(a, b);
}

function libcDifferences(a: Proof, b: Proof): readonly Difference[] {
  const name = bothOwn(a, b) ? 'libc with its allocator' : 'libc';
  if (a.libc.name !== b.libc.name) return [{ kind: 'libc', name }];
  return differenceIf(a.libc.version !== b.libc.version, 'version', 'libc version');
}

function allocatorDifferences(a: Proof, b: Proof): readonly Difference[] {
  if (bothOwn(a, b)) {
    // Own allocators have the version of their libc; one libc may have several.
    const ofOneLibc = a.libc.name === b.libc.name;
    // A patch may well make an allocator unknown: then it is the other version of its libc that differs.
    const isUnknown = [a, b].some(({ allocator }) => allocator.name === 'unknown');
    const isKnownByVersion = isUnknown && a.libc.version !== b.libc.version;
    return differenceIf(
      ofOneLibc && !isKnownByVersion && a.allocator.name !== b.allocator.name,
      'allocator',
      'allocator',
    );
  }
  if (a.allocator.name !== b.allocator.name) return [{ kind: 'allocator', name: 'allocator' }];
  return differenceIf(a.allocator.version !== b.allocator.version, 'allocator', 'allocator version');
}

const ownAllocators: Readonly<Record<Proof['libc']['name'], readonly string[]>> = {
  musl: ['mallocng', 'oldmalloc'],
  glibc: ['glibc'],
};

function bothOwn(a: Proof, b: Proof): boolean {
  return isOwn(a) && isOwn(b);
}

/** An allocator that could not be named is the libc's own, unless the label says with `+` that another was put in front of it. */
function isOwn({ libc, allocator, target }: Proof): boolean {
  if (ownAllocators[libc.name].includes(allocator.name)) return true;
  return allocator.name === 'unknown' && !target.includes('+');
}

/** Variables that tell a libc or an allocator to work otherwise. A program that was given one proves it. */
const settingVariables = ['GLIBC_TUNABLES', 'MALLOC_ARENA_MAX', 'MALLOC_CONF'];

function settingsDiffer(a: Proof, b: Proof): boolean {
  if (parseLabel(a.target).settings !== parseLabel(b.target).settings) return true;
  if (settingVariables.some((name) => a.derivedDefaults[name] !== b.derivedDefaults[name])) return true;
  return isSameAllocator(a, b) && settingsText(a) !== settingsText(b);
}

/** Only then do the settings found in force mean the same: another version may have other defaults. */
function isSameAllocator(a: Proof, b: Proof): boolean {
  return a.allocator.name === b.allocator.name && a.allocator.version === b.allocator.version;
}

function settingsText(proof: Proof): string {
  const allocator: Proof['allocator'] & { readonly settings?: Readonly<Record<string, string>> } =
    proof.allocator;
  const settings = Object.entries(allocator.settings ?? {});
  return JSON.stringify(settings.sort(([one], [other]) => (one < other ? -1 : 1)));
}

function differenceIf(differs: boolean, kind: ContrastKind | null, name: string): readonly Difference[] {
  return differs ? [{ kind, name }] : [];
}
