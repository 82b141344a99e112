import { type Flags, longName } from './flag.ts';

/** Texts of the flags that were typed, by the name of their option; of a flag without a value an empty list. */
export type TypedTexts = ReadonlyMap<string, readonly string[]>;

const plain = /^[A-Za-z0-9_.,:=%+@/~-]+$/;

/** What was typed as one can type it again, in the order of the table. Flags that do not change what is measured are left out. */
export function makeFlagWords(typed: TypedTexts, flags: Flags): readonly string[] {
  return Object.entries(flags).flatMap(([option, flag]) => {
    const texts = typed.get(option);
    if (texts === undefined || flag.reproduced === 'never') return [];
    const name = longName(flag);
    if (texts.length === 0) return [name];
    return texts.map((text) => `${name} ${quote(flag.reproduced === 'last-part' ? lastPart(text) : text)}`);
  });
}

/** A path of this machine is nobody else's business. */
function lastPart(path: string): string {
  return path.replace(/\/+(?=:|$)/, '').replace(/^.*\//, '');
}

/** As a shell takes it for one word. */
function quote(value: string): string {
  return plain.test(value) ? value : `'${value.replaceAll("'", `'\\''`)}'`;
}
