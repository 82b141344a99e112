import type { RawOptions } from '../commands/command-table.ts';
import { parseCpuList } from '../host/cpulist.ts';
import { UserError } from '../user-error.ts';
import { checkHypothesesFlags } from './check-hypotheses.ts';
import { parseEnd } from './parse-end.ts';
import { parseLevels } from './parse-levels.ts';
import { parseNodes, parseShape } from './parse-nodes.ts';
import { parseBytes, parseChoice, parseInteger, parseList, parseSeed } from './parse-value.ts';
import type { RunRequest } from './run-request.ts';

export interface RequestContext {
  /** The label of the target that --targets names. Throws UserError for a name there is not. */
  readonly resolveTarget: (name: string) => string;
  /** Targets of a request that names none; undefined leaves them to the preset. */
  readonly impliedTargets?: readonly string[] | undefined;
  /** The seed of a run that names none. */
  readonly freshSeed: string;
  readonly resultsDirectory: string;
}

/** Flags that say how a guest is made, and do nothing to a host. */
const guestFlags = [
  { flag: '--virtual-shape', isGiven: ({ virtualShape }: RawOptions) => virtualShape !== undefined },
  { flag: '--memory-per-node', isGiven: ({ memoryPerNode }: RawOptions) => memoryPerNode !== undefined },
  { flag: '--numa-balancing', isGiven: ({ numaBalancing }: RawOptions) => numaBalancing !== undefined },
  { flag: '--thp', isGiven: ({ thp }: RawOptions) => thp !== undefined },
  { flag: '--aslr', isGiven: ({ aslr }: RawOptions) => aslr !== undefined },
  { flag: '--fresh-guest', isGiven: ({ freshGuest }: RawOptions) => freshGuest !== undefined },
  { flag: '--no-perturb', isGiven: ({ perturb }: RawOptions) => perturb === false },
] as const;

const placementNames = ['local', 'remote', 'spread', 'interleave', 'split'] as const;
const mostThreads = 512;
const mostBlocks = 1000;
const mostSamplesPerSecond = 1000;

/**
 * The flags of `run` and `plan` as values, checked as far as they can be without a machine and without programs. Names of
 * workloads and parameters are checked by `checkWorkloads` once a program has described itself.
 * Throws UserError: one line with what is wrong, the value and the remedy.
 */
export function parseRequest(options: RawOptions, context: RequestContext): RunRequest {
  const text = (name: string) => readText(options, name);
  const parse = <T>(name: string, read: (value: string) => T): T | undefined => {
    const value = text(name);
    return value === undefined ? undefined : read(value);
  };
  const blocks = parse('blocks', (value) => parseInteger('--blocks', value, { min: 1, max: mostBlocks }));
  checkHypothesesFlags(options, blocks);
  return {
    preset: options.quick === true ? 'quick' : 'default',
    hypotheses: parse('hypotheses', (value) => parseList('--hypotheses', value, 'M1,P3')),
    machine: parseChoice('--machine', text('machine') ?? 'auto', ['auto', 'host', 'virtual']),
    nodes: parse('nodes', parseNodes),
    allPairs: parse('pairs', (value) => parseChoice('--pairs', value, ['all'])) !== undefined,
    shape: parse('virtualShape', parseShape),
    memoryPerNodeBytes: parse('memoryPerNode', (value) => parseBytes('--memory-per-node', value)),
    guestFlags: guestFlags.filter(({ isGiven }) => isGiven(options)).map(({ flag }) => flag),
    settings: {
      numaBalancing: parseChoice('--numa-balancing', text('numaBalancing') ?? '0', ['0', '1']),
      transparentHugepage: parseChoice('--thp', text('thp') ?? 'never', ['never', 'madvise', 'always']),
      addressRandomisation: parseChoice('--aslr', text('aslr') ?? '2', ['0', '1', '2']),
    },
    freshGuest: parseChoice('--fresh-guest', text('freshGuest') ?? 'trial', ['trial', 'block', 'run']),
    perturb: options.perturb !== false,
    workloads: parse('workloads', (value) => parseList('--workloads', value, 'churn,threads')),
    levels: parseLevels(Array.isArray(options.set) ? options.set.map(String) : []),
    targets: parse('targets', (value) => parseTargets(value, context)) ?? context.impliedTargets,
    placements: parse('placements', parsePlacements),
    threads: parse('threads', parseThreads),
    cpus: parse('cpus', parseCpus),
    blocks,
    ...parseEnd(options),
    memorySampleHz: parse('memoryOverTime', (value) =>
      parseInteger('--memory-over-time', value, { min: 1, max: mostSamplesPerSecond }),
    ),
    seed: parse('seed', (value) => parseSeed('--seed', value)) ?? context.freshSeed,
    resultsDirectory: parse('results', parseDirectory) ?? context.resultsDirectory,
    json: options.json === true,
  };
}

function readText(options: RawOptions, name: string): string | undefined {
  const value = options[name];
  return typeof value === 'string' ? value : undefined;
}

function parseTargets(text: string, { resolveTarget }: RequestContext): string[] {
  return [...new Set(parseList('--targets', text, 'musl,glibc').map(resolveTarget))];
}

function parsePlacements(text: string): RunRequest['placements'] {
  const items = parseList('--placements', text, 'local,spread');
  return items.map((item) => parseChoice('--placements', item, placementNames));
}

function parseThreads(text: string): number[] {
  const items = parseList('--threads', text, '2,4');
  return items.map((item) => parseInteger('--threads', item, { min: 1, max: mostThreads }));
}

/** The order of --cpus is the order in which threads take them, so ranges are allowed and sorting is not. */
function parseCpus(text: string): number[] {
  const cpus = parseList('--cpus', text, '0-3,8').flatMap(parseCpuRange);
  const twice = cpus.find((cpu, i) => cpus.indexOf(cpu) !== i);
  if (twice === undefined) return cpus;
  throw new UserError(`--cpus has ${twice} twice: '${text}'`, { hint: 'name each CPU once' });
}

function parseCpuRange(text: string): number[] {
  try {
    return parseCpuList(text);
  } catch (cause) {
    if (!(cause instanceof UserError)) throw cause;
    throw new UserError(`--cpus has '${text}', which is no CPU number or range`, {
      hint: 'write numbers and ranges, for example --cpus 0-3,8',
      cause,
    });
  }
}

function parseDirectory(text: string): string {
  if (text.trim() !== '') return text;
  throw new UserError(`--results is empty: '${text}'`, {
    hint: 'name a directory, for example results/runs',
  });
}
