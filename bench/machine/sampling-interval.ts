/** Whole milliseconds between samples of a rate, which is at most a thousand a second. */
export function makeEveryMs(hz: number): number {
  return Math.max(1, Math.round(1000 / hz));
}
