export async function checkConformance(..._: unknown[]): Promise<number> {
  return 0;
}
