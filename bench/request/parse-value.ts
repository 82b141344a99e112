import { didYouMean } from '../did-you-mean.ts';
import { UserError } from '../user-error.ts';

export interface Range {
  readonly min: number;
  readonly max: number;
}

/** A decimal integer within the range. Throws UserError naming the flag, the value and the range. */
export function parseInteger(flag: string, text: string, range: Range): number {
  const value = /^\d{1,15}$/.test(text) ? Number(text) : undefined;
  if (value === undefined || value < range.min || value > range.max) {
    throw new UserError(`${flag} is not an integer from ${range.min} to ${range.max}: '${text}'`, {
      hint: `for example ${flag} ${range.min}`,
    });
  }
  return value;
}

/** Items of a comma list, in the order given. Throws UserError for an empty list, an empty item or one given twice. */
export function parseList(flag: string, text: string, example: string): string[] {
  const items = text.split(',').map((item) => item.trim());
  if (items.some((item) => item === '')) {
    const what = text.trim() === '' ? `${flag} is empty` : `${flag} has an empty item: '${text}'`;
    throw new UserError(what, { hint: `write a comma list, for example ${flag} ${example}` });
  }
  const twice = items.find((item, i) => items.indexOf(item) !== i);
  if (twice !== undefined) {
    throw new UserError(`${flag} has ${twice} twice: '${text}'`, { hint: 'name each once' });
  }
  return items;
}

/** One of the choices. Throws UserError with the nearest choice. */
export function parseChoice<T extends string>(flag: string, text: string, choices: readonly T[]): T {
  const found = choices.find((choice) => choice === text);
  if (found !== undefined) return found;
  throw new UserError(`${flag} has an unknown value: '${text}'`, { hint: didYouMean(text, choices) });
}

/** Bytes of a size such as `512M` or `1G` (binary multiples; `MiB` and `GiB` are the same). */
export function parseBytes(flag: string, text: string): number {
  const match = /^(\d{1,6})([MG])(?:iB)?$/.exec(text);
  const bytes = Number(match?.[1]) * (match?.[2] === 'G' ? 2 ** 30 : 2 ** 20);
  if (match === null || bytes === 0) {
    throw new UserError(`${flag} is not a memory size: '${text}'`, {
      hint: 'write whole MiB or GiB, for example 512M or 1G',
    });
  }
  return bytes;
}

const largestSeed = 2n ** 64n - 1n;

/** A 64-bit seed in decimal digits without leading zeros. */
export function parseSeed(flag: string, text: string): string {
  const value = /^\d{1,20}$/.test(text) ? BigInt(text) : undefined;
  if (value === undefined || value > largestSeed) {
    throw new UserError(`${flag} is not an integer from 0 to 2^64-1: '${text}'`, {
      hint: `for example ${flag} 7`,
    });
  }
  return value.toString();
}
