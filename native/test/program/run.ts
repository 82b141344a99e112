import { spawnSync } from 'node:child_process';
import { expect } from 'vitest';
import { countModeLine, type TimedModeLine, timedModeLine } from '../../../results/schema/wire.ts';
import type { TrialMode } from '../../../results/schema/workload.ts';
import { programOf, targets } from './targets.ts';
import { workloadTable } from './workloads.ts';

export interface Ended {
  /** Exit code; null when a signal ended it. */
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

interface RunOptions {
  readonly environment?: Readonly<Record<string, string>>;
  readonly input?: string;
  readonly timeoutMs?: number;
  readonly cwd?: string;
}

/** A command to its end, whatever that is. Its standard input is empty unless given. */
export function run(command: readonly string[], options: RunOptions = {}): Ended {
  const [file = '', ...arguments_] = command;
  const { environment = {}, input = '', timeoutMs = 280_000, cwd } = options;
  const env = { ...process.env, ...environment };
  const ended = spawnSync(file, arguments_, {
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
    env,
    input,
    timeout: timeoutMs,
    cwd,
  });
  return { status: ended.status, stdout: ended.stdout, stderr: ended.stderr };
}

/** Standard output of a command that must succeed. */
export function succeed(command: readonly string[], options: RunOptions = {}): string {
  const { status, stdout, stderr } = run(command, options);
  if (status !== 0) throw new Error(`exit ${status}: ${command.join(' ')}\n${stderr}`);
  return stdout;
}

export type Mode = TrialMode;
type Line<T extends TimedModeLine['type']> = Extract<TimedModeLine, { readonly type: T }>;

/** All lines that a program printed, by their type. */
export interface Lines {
  readonly all: readonly TimedModeLine[];
  of<T extends TimedModeLine['type']>(type: T): readonly Line<T>[];
  /** The only line of its type. */
  one<T extends TimedModeLine['type']>(type: T): Line<T>;
}

/** Every line is one of results/schema/wire.ts, which holds no time in mode count; `about` is first and `end` last. */
export function parseLines(stdout: string, mode: Mode): Lines {
  const schema = mode === 'count' ? countModeLine : timedModeLine;
  const all: readonly TimedModeLine[] = stdout
    .trimEnd()
    .split('\n')
    .map((text) => schema.parse(JSON.parse(text)));
  const of = <T extends TimedModeLine['type']>(type: T) =>
    all.filter((line): line is Line<T> => line.type === type);
  const one = <T extends TimedModeLine['type']>(type: T) => {
    const [line, ...more] = of(type);
    if (line === undefined || more.length > 0)
      throw new Error(`${more.length + (line ? 1 : 0)} lines ${type}`);
    return line;
  };
  expect(all[0]?.type).toBe('about');
  expect(all.at(-1)?.type).toBe('end');
  for (const type of ['pinning', 'memory', 'events'] as const) expect(of(type)).not.toEqual([]);
  return { all, of, one };
}

const timed = ['sample', 'histogram', 'pointer-chase', 'harness-cost'];

/** Run a program to its end and read what it printed. */
export function readLines(
  program: string,
  mode: Mode,
  arguments_: readonly string[],
  { prefix = [], ...options }: RunOptions & { readonly prefix?: readonly string[] } = {},
): Lines {
  const lines = parseLines(succeed([...prefix, program, ...arguments_, '--mode', mode], options), mode);
  if (mode !== 'count') expect(lines.all.some(({ type }) => timed.includes(type))).toBe(true);
  for (const { beginNs, threads } of lines.of('sample'))
    for (const { endNs } of threads) expect(endNs).toBeGreaterThanOrEqual(beginNs);
  return lines;
}

export const checkOf = (...given: Parameters<typeof readLines>) => readLines(...given).one('end').check;

export const modesOf = (workload: string): readonly Mode[] =>
  workloadTable().find(({ name }) => name === workload)?.modes ?? [];

/** Every target does the same work in all of these modes; by default in all that the workload has. */
export function expectSameWork(arguments_: readonly string[], modes = modesOf(arguments_[0] ?? '')): void {
  const checks = targets.flatMap((target) =>
    modes.map((mode) => `${checkOf(programOf(target), mode, arguments_)} ${target} ${mode}`),
  );
  expect(checks.length).toBeGreaterThan(0);
  const [expected] = checks[0]?.split(' ') ?? [];
  expect(checks.filter((check) => !check.startsWith(`${expected} `))).toEqual([]);
}

/** Two seeds give two checks, one seed the same one twice. */
export function expectSeedsToDiffer(arguments_: readonly string[]): void {
  const check = (seed: string) => checkOf(programOf('glibc'), 'count', [...arguments_, '--seed', seed]);
  const one = check('7');
  expect(check('7')).toBe(one);
  expect(check('8')).not.toBe(one);
}

/** glibc's program ends with this code, prints nothing, and one line with this word on stderr. */
export function expectRefusal(code: number, word: string, arguments_: readonly string[]): void {
  const { status, stdout, stderr } = run([programOf('glibc'), ...arguments_]);
  expect({ status, stdout, lines: stderr.split('\n').length - 1, stderr }, arguments_.join(' ')).toEqual({
    status: code,
    stdout: '',
    lines: 1,
    stderr: expect.stringContaining(word),
  });
}

export const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);
