import type { EstimateRow } from '../../../results/schema/report-rows.ts';
import { counted } from '../../../results/text/counted.ts';
import { type Along, sizedBlocksOf, type Topic } from './topic.ts';

const turnQuestion =
  'in which order do the threads of programs that you know allocate: which length of turn should be taken as real?';
const remoteShare = 'allocation_remote_byte_ratio';
const whichTurns = 'which turns real programs take is not known';

function turnNote(levels: number): string {
  return levels > 1 ? whichTurns : `other turns were not measured, and ${whichTurns}`;
}

function asks(workload: string, subject: string, parameters: EstimateRow['parameters'] = {}) {
  return (row: EstimateRow): boolean =>
    row.workload === workload &&
    row.subject === subject &&
    Object.entries(parameters).every(([name, value]) => row.parameters[name] === value);
}

const turnsOf = (parameter: string, what: string): Along => ({
  parameter,
  caption: `By ${what}s of a thread in a row`,
  at: (value) =>
    value === '0'
      ? 'in the order in which the kernel ran the threads'
      : `in turns of ${counted(Number(value), what)}`,
  level: (value) => (value === '0' ? 'no turns' : value),
});

const shareOfLive = (amount: string, row: EstimateRow): string =>
  `${amount} of the live bytes of ${sizedBlocksOf(row)} lie on another node than the thread that allocated them`;

const callsOf = (system: string): Topic => ({
  metric: 'system_calls_per_operation',
  of: ({ workload, subject }) => workload === 'churn' && subject === system,
  ...{ anywhere: true, apart: 'difference' },
  about: `calls of ${system}`,
  say: (_, row) => `calls of ${system} for each operation on ${sizedBlocksOf(row)}`,
  sizes: ['sizes', 'slots'],
  atLeast: 0.05,
});

/** In the order in which they are said. */
export const topicTable: readonly Topic[] = [
  {
    metric: remoteShare,
    of: asks('churn', 'live at end'),
    ...{ apart: 'difference', as: 'share' },
    about: 'the node of blocks that threads of all nodes free and allocate',
    say: shareOfLive,
    along: turnsOf('turn', 'operation'),
    sizes: ['sizes', 'slots'],
    note: turnNote,
    question: turnQuestion,
  },
  {
    metric: remoteShare,
    of: asks('sharing', 'live at allocated'),
    ...{ apart: 'difference', as: 'share' },
    about: 'the node of blocks that threads of all nodes allocate',
    say: shareOfLive,
    along: turnsOf('burst', 'allocation'),
    sizes: ['sizes', 'objects'],
    note: turnNote,
    question: turnQuestion,
  },
  {
    metric: remoteShare,
    of: ({ subject }) => subject === 'reallocated',
    ...{ apart: 'difference', as: 'share' },
    about: 'the node of the next blocks of a thread that freed blocks of another node',
    say: (amount, row) =>
      `a thread that has freed ${sizedBlocksOf(row)} of a thread of another node finds ${amount} of the bytes that it then allocates there`,
    along: {
      parameter: 'survivors',
      caption: 'By how many of 1000 blocks, drawn at random, were not freed',
      at: (value) => `${value} of 1000 blocks not freed`,
    },
    sizes: ['sizes'],
    question: 'how many blocks of a batch outlive it in programs that you know, and are they neighbours?',
  },
  {
    metric: remoteShare,
    of: asks('reuse', 'taken-over'),
    ...{ apart: 'difference', as: 'share' },
    about: 'the node of memory that another node has used before',
    say: (amount, row) =>
      `a thread that takes over from one of another node finds ${amount} of its ${sizedBlocksOf(row)} there`,
    along: {
      parameter: 'cycles',
      caption: 'By cycles of malloc and free before',
      at: (value) => `after ${value} cycles of malloc and free`,
    },
    sizes: ['sizes'],
  },
  {
    metric: 'use_remote_byte_ratio',
    of: asks('regrow', 'written', { call: 'calloc' }),
    ...{ apart: 'difference', as: 'share' },
    about: 'the node of memory from calloc',
    say: (amount, row) =>
      `where another node's thread is the first to write ${sizedBlocksOf(row)} from calloc, ${amount} of the bytes lie on another node than the writer`,
    along: {
      parameter: 'memory',
      caption: 'By what the memory was before',
      at: (value) => `memory ${value}`,
    },
    sizes: ['sizes'],
  },
  {
    metric: remoteShare,
    of: asks('regrow', 'moved-old at rewritten', { call: 'realloc' }),
    ...{ apart: 'difference', as: 'share' },
    about: 'the node of memory after realloc',
    say: (amount, row) =>
      `${amount} of the old bytes of ${sizedBlocksOf(row)} stay on their node where a thread of another node calls realloc and the block moves`,
    sizes: ['sizes', 'resize'],
  },
  {
    metric: 'use_remote_byte_ratio',
    of: asks('tls-dlopen', 'tls-initialised at end'),
    ...{ apart: 'difference', as: 'share' },
    about: 'the node of thread-local storage of a library that is opened later',
    say: (amount) =>
      `${amount} of the initialised thread-local storage of a library that dlopen opens lies on another node than its thread`,
    along: {
      parameter: 'when',
      caption: 'By when it is opened',
      at: (value) => `opened when ${value.replaceAll('-', ' ')}`,
      level: (value) => value.replaceAll('-', ' '),
    },
    sizes: ['bytes'],
  },
  {
    metric: 'peak_resident_over_peak_live_ratio',
    of: ({ workload }) => workload === 'phases',
    ...{ anywhere: true, apart: 'ratio', as: 'times' },
    about: 'the largest resident set of phases that grow and shrink',
    say: (amount, row) =>
      `the largest resident set is ${amount} the largest live set of ${sizedBlocksOf(row)}`,
    along: {
      parameter: 'pattern',
      caption: 'By how the phases of the threads lie to each other',
      at: (value) => `phases ${value}`,
    },
    processPerNode: true,
    beside: { metric: 'tlb_shootdowns_per_operation', caption: 'TLB shootdowns per operation, one process' },
    question:
      'do the phases of threads of programs that you know coincide, or do they shift against each other?',
  },
  {
    metric: 'remote_handoff_ratio',
    of: () => true,
    ...{ apart: 'difference', as: 'share' },
    about: 'locks that pass to another node',
    say: (amount, { workload }) =>
      `${amount} of the times that a lock (${workload}) passes to another thread it passes to another node`,
  },
];

/** What giving memory back costs in calls: said after everything about where memory lies. */
export const callTopics: readonly Topic[] = [callsOf('madvise'), callsOf('munmap')];
