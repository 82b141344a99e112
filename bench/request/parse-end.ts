import type { RawOptions } from '../commands/command-table.ts';
import { UserError } from '../user-error.ts';
import type { RunRequest } from './run-request.ts';

/** Flags that fix the number of blocks, by their name as options, and why nothing else may. */
const fixing = [
  { option: 'blocks', flag: '--blocks', why: 'it says how many blocks there are' },
  { option: 'quick', flag: '--quick', why: 'it has too few blocks for any interval' },
  { option: 'hypotheses', flag: '--hypotheses', why: 'a hypothesis says itself how many blocks it needs' },
] as const;

const ending = [
  { option: 'precision', flag: '--precision' },
  { option: 'maxTime', flag: '--max-time' },
] as const;

/** When the run ends, as far as flags say it. Throws UserError. */
export function parseEnd(options: RawOptions): Pick<RunRequest, 'precision' | 'maxSeconds'> {
  const { precision, maxTime } = options;
  for (const { option, flag } of ending) {
    if (options[option] === undefined) continue;
    const other = fixing.find(({ option: of }) => options[of] !== undefined && options[of] !== false);
    if (other === undefined) continue;
    throw new UserError(`${flag} and ${other.flag} contradict each other: ${other.why}`, {
      hint: 'leave one of them out',
    });
  }
  return {
    precision: typeof precision === 'string' ? parsePercent('--precision', precision) : undefined,
    maxSeconds: typeof maxTime === 'string' ? parseDuration('--max-time', maxTime) : undefined,
  };
}

const mostPercent = 50;
const leastPercent = 0.1;

/** `2%` → 0.02. Throws UserError. */
export function parsePercent(flag: string, text: string): number {
  const percent = Number(/^(\d{1,3}(?:\.\d{1,3})?)%$/.exec(text)?.[1] ?? Number.NaN);
  if (percent >= leastPercent && percent <= mostPercent) return percent / 100;
  throw new UserError(`${flag} is not a percentage from ${leastPercent}% to ${mostPercent}%: '${text}'`, {
    hint: `for example ${flag} 2%`,
  });
}

const secondsOf: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600 };
const mostSeconds = 7 * 24 * 3600;

/** `90s`, `10m` or `2h` → seconds. Throws UserError. */
export function parseDuration(flag: string, text: string): number {
  const [, amount, unit = ''] = /^(\d{1,6})([smh])$/.exec(text) ?? [];
  const seconds = Number(amount ?? 0) * (secondsOf[unit] ?? 0);
  if (seconds > 0 && seconds <= mostSeconds) return seconds;
  throw new UserError(`${flag} is not a time from 1s to ${mostSeconds / 3600}h: '${text}'`, {
    hint: `write s, m or h, for example ${flag} 10m`,
  });
}
