import { didYouMean } from '../did-you-mean.ts';
import { UserError } from '../user-error.ts';

/** Text of a flag to its value. Throws UserError that names the flag, the text and the remedy. */
export type Parse<Value> = (text: string, flag: string) => Value;

/** Any text, as it is. */
export const anyText: Parse<string> = (text) => text;

/** A decimal integer from `min` to `max`. */
export function integer(min: number, max: number): Parse<number> {
  return (text, flag) => {
    const value = /^\d{1,15}$/.test(text) ? Number(text) : undefined;
    if (value !== undefined && value >= min && value <= max) return value;
    throw new UserError(`${flag} is not an integer from ${min} to ${max}: '${text}'`, {
      hint: `for example ${flag} ${min}`,
    });
  };
}

/** Items of a comma list, in the order given: at least one, none empty, none twice. */
export function listOf<Item>(item: Parse<Item>, example: string): Parse<Item[]> {
  return (text, flag) => {
    const items = text.split(',').map((part) => part.trim());
    if (items.includes('')) {
      const what = items.length === 1 ? 'is empty' : `has an empty item: '${text}'`;
      throw new UserError(`${flag} ${what}`, { hint: `write a comma list, for example ${flag} ${example}` });
    }
    const twice = items.find((part, i) => items.indexOf(part) !== i);
    if (twice !== undefined) {
      throw new UserError(`${flag} has ${twice} twice: '${text}'`, { hint: 'name each once' });
    }
    return items.map((part) => item(part, flag));
  };
}

/** One of the choices; the error has the nearest. */
export function oneOf<const Choice extends string>(choices: readonly Choice[]): Parse<Choice> {
  return (text, flag) => {
    const found = choices.find((choice) => choice === text);
    if (found !== undefined) return found;
    throw new UserError(`${flag} has an unknown value: '${text}'`, { hint: didYouMean(text, choices) });
  };
}

/** Bytes of a size such as `512M` or `1G` (binary multiples; `MiB` and `GiB` are the same). */
export const bytes: Parse<number> = (text, flag) => {
  const match = /^(\d{1,6})([MG])(?:iB)?$/.exec(text);
  const size = Number(match?.[1]) * (match?.[2] === 'G' ? 2 ** 30 : 2 ** 20);
  if (match !== null && size > 0) return size;
  throw new UserError(`${flag} is not a memory size: '${text}'`, {
    hint: 'write whole MiB or GiB, for example 512M or 1G',
  });
};

const largestSeed = 2n ** 64n - 1n;

/** A 64-bit seed in decimal digits without leading zeros. */
export const seed: Parse<string> = (text, flag) => {
  const value = /^\d{1,20}$/.test(text) ? BigInt(text) : undefined;
  if (value !== undefined && value <= largestSeed) return value.toString();
  throw new UserError(`${flag} is not an integer from 0 to 2^64-1: '${text}'`, {
    hint: `for example ${flag} 7`,
  });
};

const mostPercent = 50;
const leastPercent = 0.1;

/** `2%` is 0.02. */
export const percent: Parse<number> = (text, flag) => {
  const value = Number(/^(\d{1,3}(?:\.\d{1,3})?)%$/.exec(text)?.[1] ?? Number.NaN);
  if (value >= leastPercent && value <= mostPercent) return value / 100;
  throw new UserError(`${flag} is not a percentage from ${leastPercent}% to ${mostPercent}%: '${text}'`, {
    hint: `for example ${flag} 2%`,
  });
};

const secondsOf: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600 };
const mostSeconds = 7 * 24 * 3600;

/** Seconds of `90s`, `10m` or `2h`. */
export const duration: Parse<number> = (text, flag) => {
  const [, amount, unit = ''] = /^(\d{1,6})([smh])$/.exec(text) ?? [];
  const seconds = Number(amount ?? 0) * (secondsOf[unit] ?? 0);
  if (seconds > 0 && seconds <= mostSeconds) return seconds;
  throw new UserError(`${flag} is not a time from 1s to ${mostSeconds / 3600}h: '${text}'`, {
    hint: `write s, m or h, for example ${flag} 10m`,
  });
};

/** The path of a folder. */
export const folder: Parse<string> = (text, flag) => {
  if (text.trim() !== '') return text;
  throw new UserError(`${flag} is empty: '${text}'`, {
    hint: 'name a directory, for example results/runs',
  });
};
