import type { Parse } from './parse-value.ts';

/** What of a flag belongs into the command line that plans the same run again: all, of a path the last part alone, or nothing. */
type Reproduced = 'typed' | 'last-part' | 'never';

/** Everything about a flag but its use: commander is made from it, and so is the line that repeats a run. */
export interface Flag<Value = unknown> {
  /** As commander writes it, for example `--nodes <list>`. */
  readonly syntax: string;
  readonly help: string;
  /** Absent for a flag without a value. Throws UserError. */
  readonly parse?: Parse<unknown>;
  /** May be given several times: its values are an array. */
  readonly repeats?: true;
  /** Text of the value where the flag is not given. */
  readonly default?: string;
  /** Names of the options that it contradicts. */
  readonly conflicts?: readonly string[];
  readonly reproduced?: Reproduced;
  /** Says how a guest is made, and does nothing to a host. */
  readonly ofGuest?: true;
  /** The type of the option alone; never there. */
  readonly value?: Value;
}

/** Flags of a command by the name of their option, which commander makes of their long name in camel case. */
export type Flags = Readonly<Record<string, Flag>>;
type ValueOf<F> = F extends Flag<infer Value> ? Value : never;

/** Options as a command gets them: those without a default may be absent. */
export type OptionsOf<F extends Flags> = {
  readonly [Name in keyof F as undefined extends ValueOf<F[Name]> ? never : Name]: ValueOf<F[Name]>;
} & {
  readonly [Name in keyof F as undefined extends ValueOf<F[Name]> ? Name : never]?: ValueOf<F[Name]>;
};

/** `--nodes` of `--nodes <list>`. */
export function longName({ syntax }: Pick<Flag, 'syntax'>): string {
  return syntax.split(' ')[0] ?? syntax;
}

type Extra = Pick<Flag, 'conflicts' | 'reproduced' | 'ofGuest'>;

/** A flag with a value, undefined where it is not given. */
export function optional<Value>(
  syntax: string,
  help: string,
  parse: Parse<Value>,
  extra: Extra = {},
): Flag<Value | undefined> {
  return { syntax, help, parse, ...extra };
}

/** A flag with a value and the text of its default. */
export function defaulted<Value>(
  syntax: string,
  help: string,
  parse: Parse<Value>,
  text: string,
  extra: Extra = {},
): Flag<Value> {
  return { syntax, help, parse, default: text, ...extra };
}

/** A flag that may be given several times. */
export function repeated<Value>(
  syntax: string,
  help: string,
  parse: Parse<Value>,
  extra: Extra = {},
): Flag<readonly Value[] | undefined> {
  return { syntax, help, parse, repeats: true, ...extra };
}

/** A flag without a value. `--no-x` is the option x, which is true where it is not given. */
export function toggle(syntax: string, help: string, extra: Extra = {}): Flag<boolean | undefined> {
  return { syntax, help, ...extra };
}
