import type { Flags, OptionsOf } from '../request/flag.ts';
import type { TypedTexts } from '../request/flag-words.ts';

/** Positional arguments by name, each as commander writes it, for example `[run]`, with its help. */
type Arguments = Readonly<Record<string, string>>;
type ValuesOf<A extends Arguments> = { readonly [Name in keyof A]?: string };

/** A command prints its own result and answers the exit code: 0 for success, 1 for failed trials. */
export type CommandFunction<Options> = (options: Options, typed: TypedTexts) => Promise<number>;

export interface Command {
  readonly name: string;
  readonly summary: string;
  readonly arguments: Arguments;
  readonly flags: Flags;
  /** Imports the command when it is asked for: --help must not wait for what only a run needs. */
  readonly load: () => Promise<CommandFunction<never>>;
}

/** A row of the table of commands, whose function takes what its flags and arguments are parsed to. */
export function defineCommand<const F extends Flags, const A extends Arguments>(
  row: Omit<Command, 'arguments' | 'flags' | 'load'> & {
    readonly arguments?: A;
    readonly flags: F;
    readonly load: () => Promise<CommandFunction<OptionsOf<F> & ValuesOf<A>>>;
  },
): Command {
  return { ...row, arguments: row.arguments ?? {} };
}
