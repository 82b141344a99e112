/** What a target's label says after its libc and allocator: `glibc@tcache=0@relink=2`. */
export interface LabelVariant {
  /** Settings of the libc or the allocator, in one text that is equal for equal settings. */
  readonly settings: string;
  /** Which order of linking; empty for the first. */
  readonly relink: string;
}

const relinkPrefix = 'relink=';

/** Each `@` of a label begins a variant: a setting, or with `relink=` the number of a build in another link order. */
export function parseLabel(label: string): LabelVariant {
  const [, ...parts] = label.split('@');
  return {
    settings: parts
      .filter((part) => !part.startsWith(relinkPrefix))
      .sort()
      .join('@'),
    relink: parts.find((part) => part.startsWith(relinkPrefix))?.slice(relinkPrefix.length) ?? '',
  };
}
