import { defaulted, optional, repeated, toggle } from './flag.ts';
import { workloadNames } from './older-workloads.ts';
import { parameterLevels } from './parse-levels.ts';
import { cpuList, nodeList, shape } from './parse-nodes.ts';
import { anyText, bytes, duration, folder, integer, listOf, oneOf, percent, seed } from './parse-value.ts';

/** Rows of all flags, by command. A flag is its row here and its use in the command. */

const json = toggle('--json', 'print data as JSON on stdout', { reproduced: 'never' });
const results = optional('--results <directory>', 'where run directories are', folder, {
  reproduced: 'never',
});
const ofGuest = { ofGuest: true } as const;
const shapeOfGuest = optional(
  '--virtual-shape <NxM>',
  'nodes x CPUs per node of the guest, up to 8x8',
  shape,
  ofGuest,
);
const memoryOfNode = optional(
  '--memory-per-node <size>',
  'memory of each guest node, for example 512M',
  bytes,
  ofGuest,
);
/** The experiment of a hypothesis says all that these say. */
const fixedByHypotheses = { conflicts: ['hypotheses'] };

/** Targets of the user's, for every command that knows targets. */
const customTargetFlags = {
  muslSrc: repeated(
    '--musl-src <dir[:name]>',
    'a musl tree of yours: targets name and name-dynamic (name: mine); may be repeated',
    anyText,
    { ...fixedByHypotheses, reproduced: 'last-part' },
  ),
  allocatorLib: repeated(
    '--allocator-lib <path[:name]>',
    'a malloc library of yours, .a or .so, linked: target libc+name; may be repeated',
    anyText,
    { ...fixedByHypotheses, reproduced: 'last-part' },
  ),
};

const placements = ['local', 'remote', 'spread', 'interleave', 'split'] as const;

/** Of everything that makes a plan. */
export const planFlags = {
  nodes: optional('--nodes <list>', 'NUMA nodes to compare, for example 0,1 (default: 0,1)', nodeList),
  machine: defaulted('--machine <kind>', 'auto, host or virtual', oneOf(['auto', 'host', 'virtual']), 'auto'),
  virtualShape: shapeOfGuest,
  memoryPerNode: memoryOfNode,
  quick: toggle('--quick', 'few blocks: median and range in about a minute, no verdicts'),
  hypotheses: optional(
    '--hypotheses <list>',
    'judge these, for example M1,P3, or all: their experiments are run',
    listOf(anyText, 'M1,P3'),
  ),
  workloads: optional(
    '--workloads <list>',
    'names from `numa-lab workloads`',
    workloadNames,
    fixedByHypotheses,
  ),
  targets: optional(
    '--targets <list>',
    'names from `numa-lab targets`; the first is the baseline',
    listOf(anyText, 'musl,glibc'),
    fixedByHypotheses,
  ),
  ...customTargetFlags,
  placements: optional(
    '--placements <list>',
    placements.join(', '),
    listOf(oneOf(placements), 'local,spread'),
    fixedByHypotheses,
  ),
  threads: optional(
    '--threads <list>',
    'threads per trial, for example 2,4',
    listOf(integer(1, 512), '2,4'),
    fixedByHypotheses,
  ),
  cpus: optional('--cpus <list>', 'CPUs to use, in this order (default: one per core)', cpuList),
  pairs: optional('--pairs <which>', 'all: every pair of the nodes', oneOf(['all']), fixedByHypotheses),
  blocks: optional('--blocks <n>', 'repetitions of every arm', integer(1, 1000)),
  precision: optional(
    '--precision <percent>',
    'end once every ratio is known so well, for example 2%',
    percent,
    { conflicts: ['blocks', 'quick', 'hypotheses'] },
  ),
  maxTime: optional('--max-time <duration>', 'what the run may take, for example 10m', duration, {
    conflicts: ['blocks', 'quick', 'hypotheses'],
  }),
  seed: optional('--seed <n>', 'seed of order, workloads and perturbation', seed),
  set: repeated(
    '--set <workload.param=value,value>',
    'levels of a workload parameter; may be repeated',
    parameterLevels,
    fixedByHypotheses,
  ),
  memoryOverTime: optional(
    '--memory-over-time <hz>',
    'look at the memory of every process so often a second',
    integer(1, 1000),
  ),
  freshGuest: defaulted(
    '--fresh-guest <when>',
    'trial, block or run: when the guest is restored',
    oneOf(['trial', 'block', 'run']),
    'trial',
    ofGuest,
  ),
  perturb: toggle('--no-perturb', 'start every trial from the identical guest state', ofGuest),
  numaBalancing: defaulted(
    '--numa-balancing <0|1>',
    'kernel setting in the guest',
    oneOf(['0', '1']),
    '0',
    ofGuest,
  ),
  thp: defaulted(
    '--thp <mode>',
    'never, madvise or always, in the guest',
    oneOf(['never', 'madvise', 'always']),
    'never',
    ofGuest,
  ),
  aslr: defaulted(
    '--aslr <0|1|2>',
    'address randomisation in the guest',
    oneOf(['0', '1', '2']),
    '2',
    ofGuest,
  ),
  results: { ...results, help: 'where run directories go (default: results/runs)' },
  json,
};

export const reportFormatNames = [
  'text',
  'full',
  'matrix',
  'markdown',
  'csv',
  'openmetrics',
  'eml',
  'html',
  'json',
] as const;

/** Of what reads a run: with `[run]`, which run it is. */
export const runFlags = { results, json };

export const resumeFlags = { ...customTargetFlags, ...runFlags };

export const reportFlags = {
  format: optional(
    '--format <name>',
    `${reportFormatNames.join(', ')} (default: text, a post for a list)`,
    oneOf(reportFormatNames),
  ),
  charts: optional('--charts <directory>', 'write its charts there too, as SVG', folder),
  png: toggle('--png', 'with --charts: as PNG too, beside each SVG'),
  ...runFlags,
};

export const exportFlags = {
  output: optional('--output <file>', 'the bundle (default: <run>.tar.gz here)', anyText),
  ...runFlags,
};

export const viewFlags = {
  port: defaulted(
    '--port <n>',
    'port on 127.0.0.1; name one to keep a tunnel; 0: one that is free',
    integer(0, 65535),
    '0',
  ),
  open: toggle('--no-open', 'do not open a browser'),
  results,
  json: { ...json, help: 'print the address as JSON on stdout' },
};

/** Verdicts that a script may want to fail on. */
export const failableVerdicts = [
  'slower',
  'faster',
  'more',
  'less',
  'differs',
  'differs within the margin',
  'unsettled',
] as const;

export const compareFlags = {
  targets: optional('--targets <a,b>', "A's target and B's, where they differ; or one of both", anyText),
  metrics: optional(
    '--metrics <list>',
    'names or ids (default: cost per operation; of guests all counts)',
    listOf(anyText, 'S2,M1'),
  ),
  margin: optional('--margin <percent>', 'what matters (default: 3% of times, 5% of the rest)', percent),
  failIf: optional(
    '--fail-if <list>',
    'exit with 1 on these verdicts, for example slower,more; with 3 where one of them stays open',
    listOf(oneOf(failableVerdicts), 'slower,more'),
  ),
  ...runFlags,
};

export const topologyFlags = {
  machine: defaulted('--machine <kind>', 'host or virtual', oneOf(['auto', 'host', 'virtual']), 'host'),
  virtualShape: shapeOfGuest,
  memoryPerNode: memoryOfNode,
  json,
};

export const targetsFlags = {
  ...customTargetFlags,
  relink: optional(
    '--relink <n>',
    'build: n more programs of each, objects linked in a drawn order',
    integer(1, 99),
  ),
  machine: optional('--machine <kind>', 'check: host or virtual (default: host)', oneOf(['host', 'virtual'])),
  json,
};

export const workloadsFlags = { json };

export const doctorFlags = {
  nodes: optional('--nodes <list>', 'NUMA nodes a run would compare', nodeList),
  fix: toggle('--fix', 'print the commands that would quiet this machine; run none of them'),
  json: { ...json, conflicts: ['fix'] },
};

export const calibrateFlags = {
  simulations: optional(
    '--simulations <n>',
    'simulated runs behind each share (default: 2000)',
    integer(10, 1_000_000),
    { conflicts: ['runs'] },
  ),
  seed: defaulted('--seed <n>', 'seed of the simulation', integer(0, 2 ** 32 - 1), '1'),
  runs: optional(
    '--runs <path>',
    'judge real costs: a run directory, or JSON lines {"arm", "seconds"} of one program',
    anyText,
  ),
  window: optional(
    '--window <n>',
    'with --runs: processes of each arm in a comparison (default: 20)',
    integer(6, 1000),
  ),
  json,
};
