/** Values of a command's flags and arguments by their camel-case name, as commander hands them over. */
export type RawOptions = Readonly<Record<string, unknown>>;

/** A command prints its own result and answers the exit code: 0 for success, 1 for failed trials. */
export type CommandFunction = (options: RawOptions) => Promise<number>;

export interface Flag {
  readonly flags: string;
  readonly help: string;
  /** True for a flag that may be given several times; its values arrive as an array. */
  readonly repeats?: boolean;
}

export interface CommandRow {
  readonly name: string;
  readonly summary: string;
  /** Positional arguments as commander writes them, for example `[run]`. They are merged into the options by name. */
  readonly arguments?: readonly { readonly name: string; readonly help: string }[];
  readonly flags: readonly Flag[];
  /** Imports the command when it is asked for: --help must not wait for what only a run needs. */
  readonly load: () => Promise<CommandFunction>;
}

const jsonFlag: Flag = { flags: '--json', help: 'print data as JSON on stdout' };

const shapeFlag: Flag = {
  flags: '--virtual-shape <NxM>',
  help: 'nodes x CPUs per node of the guest, up to 8x8',
};
const memoryFlag: Flag = {
  flags: '--memory-per-node <size>',
  help: 'memory of each guest node, for example 512M',
};

/** Flags that add targets of the user's to the table, for every command that knows targets. */
const customTargetFlags: readonly Flag[] = [
  {
    flags: '--musl-src <dir[:name]>',
    help: 'a musl tree of yours: targets name and name-dynamic (name: mine)',
    repeats: true,
  },
  {
    flags: '--allocator-lib <path[:name]>',
    help: 'a malloc library of yours, .a or .so, linked: target libc+name',
    repeats: true,
  },
];

/** Flags of everything that makes a plan. */
export const planFlags: readonly Flag[] = [
  { flags: '--nodes <list>', help: 'NUMA nodes to compare, for example 0,1 (default: 0,1)' },
  { flags: '--machine <kind>', help: 'auto, host or virtual (default: auto)' },
  shapeFlag,
  memoryFlag,
  { flags: '--quick', help: 'few blocks: median and range in about a minute, no verdicts' },
  { flags: '--hypotheses <list>', help: 'judge these, for example M1,P3, or all: their experiments are run' },
  { flags: '--workloads <list>', help: 'names from `numa-lab workloads`' },
  { flags: '--targets <list>', help: 'names from `numa-lab targets`; the first is the baseline' },
  ...customTargetFlags,
  { flags: '--placements <list>', help: 'local, remote, spread, interleave, split' },
  { flags: '--threads <list>', help: 'threads per trial, for example 2,4' },
  { flags: '--cpus <list>', help: 'CPUs to use, in this order (default: one per core)' },
  { flags: '--pairs <which>', help: 'all: every pair of the nodes' },
  { flags: '--blocks <n>', help: 'repetitions of every arm' },
  { flags: '--precision <percent>', help: 'end once every ratio is known so well, for example 2%' },
  { flags: '--max-time <duration>', help: 'what the run may take, for example 10m' },
  { flags: '--seed <n>', help: 'seed of order, workloads and perturbation' },
  { flags: '--set <workload.param=value,value>', help: 'levels of a workload parameter', repeats: true },
  { flags: '--memory-over-time <hz>', help: 'look at the memory of every process so often a second' },
  { flags: '--fresh-guest <when>', help: 'trial, block or run: when the guest is restored (default: trial)' },
  { flags: '--no-perturb', help: 'start every trial from the identical guest state' },
  { flags: '--numa-balancing <0|1>', help: 'kernel setting in the guest (default: 0)' },
  { flags: '--thp <mode>', help: 'never, madvise or always, in the guest (default: never)' },
  { flags: '--aslr <0|1|2>', help: 'address randomisation in the guest (default: 2)' },
  { flags: '--results <directory>', help: 'where run directories go (default: results/runs)' },
  jsonFlag,
];

export const commandTable: readonly CommandRow[] = [
  {
    name: 'run',
    summary: 'measure, keep every record, print a summary',
    flags: planFlags,
    load: async () => (await import('./run.ts')).runRunCommand,
  },
  {
    name: 'resume',
    summary: 'go on with a run that was killed or stopped, where nothing has changed',
    arguments: [{ name: '[run]', help: 'run directory or id (default: the newest unfinished run)' }],
    flags: [
      { flags: '--results <directory>', help: 'where run directories are' },
      ...customTargetFlags,
      jsonFlag,
    ],
    load: async () => (await import('./resume.ts')).runResumeCommand,
  },
  {
    name: 'plan',
    summary: 'print what `run` would do and how long it takes',
    flags: planFlags,
    load: async () => (await import('./plan.ts')).runPlanCommand,
  },
  {
    name: 'report',
    summary: 'print the report of a run',
    arguments: [{ name: '[run]', help: 'run directory (default: the newest)' }],
    flags: [
      {
        flags: '--format <name>',
        help: 'text (for a list, the default), full, markdown, csv, openmetrics, eml, html or json',
      },
      { flags: '--results <directory>', help: 'where run directories are' },
      { flags: '--charts <directory>', help: 'write its charts there too, as SVG' },
      { flags: '--png', help: 'with --charts: as PNG too, beside each SVG' },
      jsonFlag,
    ],
    load: async () => (await import('./report.ts')).runReportCommand,
  },
  {
    name: 'verify',
    summary: 'check sums and formats of a run or bundle, and make its numbers anew from the records',
    arguments: [{ name: '[run]', help: 'run directory, id or bundle (default: the newest run)' }],
    flags: [{ flags: '--results <directory>', help: 'where run directories are' }, jsonFlag],
    load: async () => (await import('./verify.ts')).runVerifyCommand,
  },
  {
    name: 'export',
    summary: 'pack a run into one file that others can verify',
    arguments: [{ name: '[run]', help: 'run directory (default: the newest)' }],
    flags: [
      { flags: '--output <file>', help: 'the bundle (default: <run>.tar.gz here)' },
      { flags: '--results <directory>', help: 'where run directories are' },
      jsonFlag,
    ],
    load: async () => (await import('./export.ts')).runExportCommand,
  },
  {
    name: 'view',
    summary: 'show runs in the browser, also while they are going on',
    arguments: [{ name: '[run]', help: 'the run that is opened first (default: the newest)' }],
    flags: [
      {
        flags: '--port <n>',
        help: 'port on 127.0.0.1; name one to keep a tunnel (default: one that is free)',
      },
      { flags: '--no-open', help: 'do not open a browser' },
      { flags: '--results <directory>', help: 'where run directories are' },
      { flags: '--json', help: 'print the address as JSON on stdout' },
    ],
    load: async () => (await import('./view.ts')).runViewCommand,
  },
  {
    name: 'compare',
    summary: 'compare two runs, two arms of one (run#arm), or two targets',
    arguments: [
      { name: '[a]', help: 'the baseline: a run, or an arm of one as run#arm' },
      { name: '[b]', help: 'what is held against it' },
    ],
    flags: [
      { flags: '--targets <a,b>', help: "A's target and B's, where they differ; or one of both" },
      { flags: '--metrics <list>', help: 'names or ids (default: cost per operation; of guests all counts)' },
      { flags: '--margin <percent>', help: 'what matters (default: 3% of times, 5% of the rest)' },
      {
        flags: '--fail-if <list>',
        help: 'exit with 1 on these verdicts, for example slower,more; with 3 where one of them stays open',
      },
      { flags: '--results <directory>', help: 'where run directories are' },
      jsonFlag,
    ],
    load: async () => (await import('./compare.ts')).runCompareCommand,
  },
  {
    name: 'topology',
    summary: 'print nodes, CPUs and distances of this machine',
    flags: [
      { flags: '--machine <kind>', help: 'host or virtual (default: host)' },
      shapeFlag,
      memoryFlag,
      jsonFlag,
    ],
    load: async () => (await import('./topology.ts')).runTopologyCommand,
  },
  {
    name: 'targets',
    summary: 'list libc x allocator builds; build them; check that their malloc keeps its promises',
    arguments: [
      { name: '[action]', help: 'build or check (default: list them)' },
      { name: '[names]', help: 'targets, with commas; or quick, default, all (default: all)' },
    ],
    flags: [
      ...customTargetFlags,
      { flags: '--relink <n>', help: 'build: n more programs of each, objects linked in a drawn order' },
      { flags: '--machine <kind>', help: 'check: host or virtual (default: host)' },
      jsonFlag,
    ],
    load: async () => (await import('./targets.ts')).runTargetsCommand,
  },
  {
    name: 'workloads',
    summary: 'list workloads and their parameters',
    flags: [jsonFlag],
    load: async () => (await import('./workloads.ts')).runWorkloadsCommand,
  },
  {
    name: 'doctor',
    summary: 'check what this machine can measure, with remedies',
    flags: [
      { flags: '--nodes <list>', help: 'NUMA nodes a run would compare' },
      { flags: '--fix', help: 'print the commands that would quiet this machine; run none of them' },
      jsonFlag,
    ],
    load: async () => (await import('./doctor.ts')).runDoctorCommand,
  },
  {
    name: 'calibrate-statistics',
    summary: 'measure false positives, coverage and power of the statistics',
    flags: [
      { flags: '--simulations <n>', help: 'simulated runs behind each share (default: 2000)' },
      { flags: '--seed <n>', help: 'seed of the simulation (default: 1)' },
      {
        flags: '--runs <path>',
        help: 'judge real costs: a run directory, or JSON lines {"arm", "seconds"} of one program',
      },
      { flags: '--window <n>', help: 'with --runs: processes of each arm in a comparison (default: 20)' },
      jsonFlag,
    ],
    load: async () => (await import('./calibrate-statistics.ts')).runCalibrateStatisticsCommand,
  },
];
