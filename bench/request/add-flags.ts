import { type Command, Option } from 'commander';
import type { Flag, Flags } from './flag.ts';
import type { TypedTexts } from './flag-words.ts';

/** Adds the flags to a command of commander, which then parses their values; answers what tells which of them were typed. */
export function addFlags(command: Command, flags: Flags): () => TypedTexts {
  const texts = new Map<string, readonly string[]>();
  for (const [name, flag] of Object.entries(flags)) command.addOption(makeOption(name, flag, texts));
  return () => {
    const typed = Object.keys(flags).filter((name) => command.getOptionValueSource(name) === 'cli');
    return new Map(typed.map((name) => [name, texts.get(name) ?? []]));
  };
}

/** The option of a flag, which also keeps the texts of its values. */
function makeOption(name: string, flag: Flag, texts: Map<string, readonly string[]>): Option {
  const { syntax, help, parse, repeats = false, default: text, conflicts = [] } = flag;
  const option = new Option(syntax, help).conflicts([...conflicts]);
  if (option.attributeName() !== name) throw new Error(`the option of ${syntax} is not called ${name}`);
  if (parse === undefined) return option;
  const long = option.long ?? syntax;
  if (text !== undefined) option.default(parse(text, long), text);
  return option.argParser((value: string, earlier: unknown) => {
    const parsed = parse(value, long);
    texts.set(name, [...(repeats ? (texts.get(name) ?? []) : []), value]);
    return repeats ? [...(Array.isArray(earlier) ? earlier : []), parsed] : parsed;
  });
}
