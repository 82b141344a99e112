import { UserError } from '../../user-error.ts';

/** Largest number the kernel's lists may hold; keeps a mistyped range from filling the memory. */
const largest = 8191;

/**
 * Numbers of a kernel list such as `0-3,8,10-11`, ascending and without repeats; a blank text is an empty list.
 * The format of /sys/devices/system/node/online, cpulist files and /proc/self/status.
 * Throws UserError for anything else.
 */
export function parseCpuList(text: string): number[] {
  const trimmed = text.trim();
  if (trimmed === '') return [];
  const numbers = new Set<number>();
  for (const part of trimmed.split(',')) {
    const [first, last] = parseRange(part, trimmed);
    for (let n = first; n <= last; n += 1) numbers.add(n);
  }
  return [...numbers].sort((a, b) => a - b);
}

function parseRange(part: string, whole: string): readonly [number, number] {
  const match = /^(\d{1,5})(?:-(\d{1,5}))?$/.exec(part);
  const first = Number(match?.[1]);
  const last = match?.[2] === undefined ? first : Number(match[2]);
  if (match === null || first > last || last > largest) {
    throw new UserError(`'${whole}' is not a list of numbers`, {
      hint: `write numbers and ranges up to ${largest}, for example 0-3,8`,
    });
  }
  return [first, last];
}

/** The shortest kernel list of these numbers: `[0, 1, 2, 8]` becomes `0-2,8`. */
export function renderCpuList(numbers: Iterable<number>): string {
  const sorted = [...new Set(numbers)].sort((a, b) => a - b);
  const ranges: [number, number][] = [];
  for (const n of sorted) {
    const open = ranges.at(-1);
    if (open !== undefined && open[1] === n - 1) open[1] = n;
    else ranges.push([n, n]);
  }
  return ranges.map(([first, last]) => (first === last ? `${first}` : `${first}-${last}`)).join(',');
}

/** What to call these CPUs in a sentence: `CPU 8`, `CPUs 8-9`. */
export function nameCpus(cpus: readonly number[]): string {
  return `${cpus.length === 1 ? 'CPU' : 'CPUs'} ${renderCpuList(cpus)}`;
}
