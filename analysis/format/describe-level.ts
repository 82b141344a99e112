/** `64-byte blocks`, of the parameter `sizes` as programs take it. */
export function sizedBlocks(sizes: string): string {
  const [kind = '', value = ''] = sizes.split(':');
  if (kind === 'fixed') return `${value}-byte blocks`;
  if (kind === 'uniform' || kind === 'loguniform') {
    const [from = '', to = ''] = value.split('-');
    return `blocks of ${from} to ${to} bytes`;
  }
  return sizes === '' ? 'blocks' : `blocks of sizes ${sizes}`;
}

const words: Readonly<Record<string, (value: string) => string>> = {
  sizes: sizedBlocks,
  turn: (value) => (value === '0' ? 'no turns' : `turns of ${value}`),
  pattern: (value) => value,
};

/** A level of a parameter in words, for those who do not know the flags: `turns of 16`; else `slots 1000`. */
export function describeLevel(name: string, value: string): string {
  return words[name]?.(value) ?? `${name} ${value}`;
}
