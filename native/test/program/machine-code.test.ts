import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { canRun } from './needs.ts';
import { objectsOf, programOf, targets } from './targets.ts';

// Read from x86-64 code with objdump.
const isUnreadable = process.arch !== 'x64' || !canRun('objdump', '--version');

const disassemble = (...files: readonly string[]) =>
  execFileSync('objdump', ['-d', '--no-show-raw-insn', ...files], { encoding: 'utf8', maxBuffer: 2 ** 28 });

interface Loop {
  readonly function: string;
  readonly begin: number;
  /** Of the jump back, whose two bytes are the last of the loop. */
  readonly end: number;
}

/** Loops of at most 16 bytes that call nothing, as think time is. */
function shortLoops(target: string): readonly Loop[] {
  const files = objectsOf(target).filter((path) =>
    /\/objects\/(harness|census|counters|workloads)\//.test(path),
  );
  const loops: Loop[] = [];
  let name = '';
  let call = 0;
  for (const line of disassemble(...files).split('\n')) {
    name = /^[0-9a-f]+ <(.+)>:/.exec(line)?.[1] ?? name;
    const [, at = '', operation = '', to] = /^ *([0-9a-f]+):\s+(\S+)(?: +([0-9a-f]+) <)?/.exec(line) ?? [];
    const end = Number.parseInt(at, 16);
    if (operation === 'call') call = end;
    if (to === undefined || !/^j(?!mp)/.test(operation)) continue;
    const begin = Number.parseInt(to, 16);
    if (begin > end || end - begin > 16 || (call >= begin && call <= end)) continue;
    loops.push({ function: name, begin, end });
  }
  return loops;
}

// An empty loop across two cache lines takes half as long again.
test.skipIf(isUnreadable).each(targets)('%s: short loops of ours lie within a cache line', (target) => {
  const loops = shortLoops(target);
  expect(loops.length).toBeGreaterThan(50);
  expect(loops.filter(({ begin, end }) => begin >> 6 !== (end + 1) >> 6)).toEqual([]);
});

test.skipIf(isUnreadable).each(targets)(
  '%s: the link has not moved functions off the beginning of a line',
  (target) => {
    const symbols = execFileSync('nm', [programOf(target)], { encoding: 'utf8' });
    const address = /^([0-9a-f]+) . mutex_contend$/m.exec(symbols)?.[1];
    expect(Number.parseInt(address ?? '', 16) % 64).toBe(0);
  },
);

/** Names of the functions outside it that a function calls or jumps to, once each, ascending. */
function callsOf(target: string, name: string): readonly string[] {
  const calls = new Set<string>();
  let inside = false;
  for (const line of disassemble(programOf(target)).split('\n')) {
    const label = /^[0-9a-f]+ <([^>]+)>:/.exec(line)?.[1];
    if (label !== undefined)
      inside = label === name || label === `${name}.cold` || label.startsWith(`${name}.part`);
    const [, operation = '', operand = ''] = /^ *[0-9a-f]+:\s+(call|j\S*)\s+(.*)$/.exec(line) ?? [];
    if (!inside || operation === '') continue;
    if (operation === 'call' && operand.startsWith('*')) calls.add('indirect');
    const to = /<([^>]*)>/.exec(operand)?.[1];
    if (to === undefined || to.startsWith(name)) continue;
    calls.add(to.replace(/@plt.*|\+0x.*/, '').replace(/^_*libc_/, ''));
  }
  return [...calls].sort();
}

// A memset that a compiler put in the place of our stores, a clock or a random number in the loop would be measured as the
// allocator's. fail_malloc is on the way out only.
test.skipIf(isUnreadable).each(targets)(
  '%s: timed loops call what is measured and nothing else',
  (target) => {
    expect(callsOf(target, 'exchange_run')).toEqual(['fail_malloc', 'free', 'malloc']);
    expect(callsOf(target, 'exchange_run_empty')).toEqual(['fail_malloc']);
    expect(callsOf(target, 'chase_run')).toEqual([]);
  },
);
