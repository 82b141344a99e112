/** Bytes of each object where a workload has one size (`sizes=fixed:64`), else null. */
export function fixedSize(parameters: Readonly<Record<string, string>>): number | null {
  const digits = /^fixed:(\d+)$/.exec(parameters.sizes ?? '')?.[1];
  return digits === undefined ? null : Number(digits);
}
