/** What a bundle may unpack to; a run of 50,000 trials has some 300 MB of records. */
export const bundleLimits = { bytes: 4 * 2 ** 30, entries: 2000 } as const;
export type BundleLimits = { readonly bytes: number; readonly entries: number };
