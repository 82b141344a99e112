export async function checkConformance(): Promise<number> { return 0; }
