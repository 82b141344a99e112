import { countModeLine, type TimedModeLine, timedModeLine } from '../../results/schema/wire.ts';
import type { TrialMode } from '../../results/schema/workload.ts';

export type ReadLines =
  | { readonly state: 'read'; readonly lines: readonly TimedModeLine[] }
  | { readonly state: 'bad'; readonly detail: string };

const excerptLength = 80;

/**
 * The NDJSON lines of one program, strictly: every line is one of the mode's lines, the first is `about`, the last is
 * `end`. In `count` mode a line with a time is bad output. `gated` programs say `ready` before all else.
 */
export function readLines(stdout: string, mode: TrialMode, gated: boolean): ReadLines {
  const schema = mode === 'count' ? countModeLine : timedModeLine;
  const texts = stdout.split('\n');
  // What follows the last newline is a line that was cut off.
  if (texts.pop() !== '') return bad('output ends within a line');
  if (gated && texts[0] === '{"type":"ready"}') texts.shift();
  const lines: TimedModeLine[] = [];
  for (const [i, text] of texts.entries()) {
    const line = schema.safeParse(parseJson(text));
    if (!line.success) return bad(`line ${i + 1}: ${describeIssue(line.error.issues[0])}: ${excerpt(text)}`);
    lines.push(line.data);
  }
  if (lines[0]?.type !== 'about') return bad('the first line is not `about`');
  if (lines.at(-1)?.type !== 'end') return bad('the last line is not `end`');
  if (lines.filter((line) => line.type === 'end' || line.type === 'about').length !== 2) {
    return bad('`about` or `end` comes twice');
  }
  return { state: 'read', lines };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function describeIssue(
  issue: { readonly path: readonly PropertyKey[]; readonly message: string } | undefined,
): string {
  if (issue === undefined) return 'not understood';
  return issue.path.length === 0 ? issue.message : `${issue.path.join('.')}: ${issue.message}`;
}

function excerpt(text: string): string {
  return JSON.stringify(text.length > excerptLength ? `${text.slice(0, excerptLength)}…` : text);
}

function bad(detail: string): ReadLines {
  return { state: 'bad', detail };
}
