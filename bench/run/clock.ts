/** Time as the run loop sees it; tests give their own. */
export interface Clock {
  readonly nowUtc: () => string;
  /** Seconds since some instant, never going back. */
  readonly seconds: () => number;
}

export const systemClock: Clock = {
  nowUtc: () => new Date().toISOString(),
  seconds: () => performance.now() / 1000,
};
