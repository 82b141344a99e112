import { z } from 'zod';

export type ParsedCosts =
  | { readonly state: 'costs'; readonly costs: readonly number[] }
  | { readonly state: 'problem'; readonly message: string; readonly hint: string };

const costLine = z.object({ arm: z.string(), seconds: z.number().positive() });

/** Costs of one program in seconds, one process a line `{"arm", "seconds"}` in the order of time. Blank lines are skipped. */
export function parseCosts(text: string): ParsedCosts {
  const costs: number[] = [];
  for (const [index, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue;
    const seconds = parseLine(line);
    if (seconds === null) {
      return {
        state: 'problem',
        message: `line ${index + 1} is not a cost: ${JSON.stringify(line.slice(0, 60))}`,
        hint: 'write {"arm": "name", "seconds": 0.123}, finite and above 0',
      };
    }
    costs.push(seconds);
  }
  return { state: 'costs', costs };
}

function parseLine(line: string): number | null {
  try {
    const parsed = costLine.safeParse(JSON.parse(line));
    return parsed.success ? parsed.data.seconds : null;
  } catch {
    return null;
  }
}
