import { type ChartMaker, leaveOut } from './chart.ts';

/** L6 needs the traffic model of the virtual machine, which no run has yet. */
export const nodeTransfers: ChartMaker = {
  id: 'node-transfers',
  question: 'How much crosses between nodes for each operation, by region of memory?',
  reading:
    'Remote fills, transfers between caches, invalidations and write-backs that cross nodes (L6) for each operation: four numbers that are never summed, for payload, metadata of the allocator, stacks and TLS.',
  columns: [],
  page: {
    mark: 'Nothing yet.',
    notShown: ['Everything, so far: no run counts transfers between nodes.'],
    command: null,
    picture: null,
  },
  make: () => leaveOut('no run counts transfers between nodes yet: it takes a model of the caches (L6)'),
};
