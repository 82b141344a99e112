/** What a target's label says: `glibc@tcache=0@relink=2`. */
export interface TargetLabel {
  /** Libc and allocator. */
  readonly program: string;
  /** Settings of the libc or the allocator, in one text that is equal for equal settings. */
  readonly settings: string;
  /** Which order of linking; empty for the first. */
  readonly relink: string;
}

const relinkPrefix = 'relink=';

/** Each `@` of a label begins a variant: a setting, or with `relink=` the number of a build in another link order. */
export function parseLabel(label: string): TargetLabel {
  const [program = '', ...parts] = label.split('@');
  const isRelink = (part: string) => part.startsWith(relinkPrefix);
  return {
    program,
    settings: parts
      .filter((part) => !isRelink(part))
      .sort()
      .join('@'),
    relink: parts.find(isRelink)?.slice(relinkPrefix.length) ?? '',
  };
}

/** The label of the same target in the first link order: equal for programs that differ in their layout alone. */
export function withoutRelink(label: string): string {
  return label
    .split('@')
    .filter((part) => !part.startsWith(relinkPrefix))
    .join('@');
}

/** The label of a target whose objects are linked in the order that `k` draws. */
export function relinkLabel(label: string, k: number): string {
  return `${label}@${relinkPrefix}${k}`;
}
