import { readdirSync, readFileSync } from 'node:fs';

/** Processes of this host with `text` somewhere in their command line, ourselves excepted. */
export function findProcesses(text: string): readonly number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .filter((name) => readCommandLine(name).includes(text))
    .map(Number);
}

function readCommandLine(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'latin1');
  } catch {
    return '';
  }
}

/**
 * Asks every 20 ms until `condition` holds; throws after `limitMs`. For what other processes do, which
 * tells nobody.
 */
export async function waitUntil(condition: () => boolean, limitMs: number): Promise<void> {
  for (const end = Date.now() + limitMs; !condition(); ) {
    if (Date.now() > end) throw new Error(`not so after ${limitMs} ms: ${condition}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
