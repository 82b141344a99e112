import type { Flag, RawOptions } from './command-table.ts';

/** Flags that do not change what is measured. */
const unimportant: ReadonlySet<string> = new Set(['--json', '--results']);
/** Flags whose value begins with a path of this machine, which is nobody else's business. */
const paths: ReadonlySet<string> = new Set(['--musl-src', '--allocator-lib']);
const plain = /^[A-Za-z0-9_.,:=%+@/~-]+$/;

/**
 * The options of a command as one can type them again, in the order of its table, the seed among them. Of a path only the last part is kept.
 */
export function makeFlagWords(options: RawOptions, flags: readonly Flag[], seed: string): readonly string[] {
  return flags.flatMap(({ flags: syntax }) => {
    const [name = ''] = syntax.split(' ');
    if (unimportant.has(name)) return [];
    if (name === '--seed') return [`--seed ${seed}`];
    const isNegated = name.startsWith('--no-');
    const value = options[toCamelCase(name.slice(isNegated ? '--no-'.length : '--'.length))];
    if (isNegated) return value === false ? [name] : [];
    if (value === true) return [name];
    const values = Array.isArray(value) ? value : [value];
    return values
      .filter((one) => typeof one === 'string')
      .map((one) => `${name} ${quote(paths.has(name) ? lastPart(one) : one)}`);
  });
}

function toCamelCase(name: string): string {
  return name.replaceAll(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

function lastPart(path: string): string {
  return path.replace(/\/+(?=:|$)/, '').replace(/^.*\//, '');
}

/** As a shell takes it for one word. */
function quote(value: string): string {
  return plain.test(value) ? value : `'${value.replaceAll("'", `'\\''`)}'`;
}
