import { expect, test } from 'vitest';
import type { GuestMemory, GuestRan } from './channel/protocol.ts';
import { makeGuestMemory } from './guest-memory.ts';

const ran: GuestRan = {
  type: 'ran',
  settings: { numaBalancing: '0', transparentHugepage: 'never', addressRandomisation: '0' },
  exits: [],
  memory: { missed: 2, dropped: [0, 5] },
};
const memory: readonly GuestMemory[] = [
  { type: 'memory', process: 1, samples: [[8, 4]] },
  { type: 'memory', process: 0, samples: [[100, 50]] },
  { type: 'memory', process: 0, samples: [[200, 150]] },
  { type: 'memory', process: 0, walks: [[1, 148, 12, 0, 148, 0, 0]] },
  { type: 'memory', process: 1, walks: [[0, 4, 0, 4, 0, 0, 0]] },
];

test('the messages of a process are its series, in bytes, with the nodes that ever held something', () => {
  expect(makeGuestMemory({ ran, memory }, 0)).toEqual({
    state: 'sampled',
    residentBytes: [102_400, 204_800],
    anonymousBytes: [51_200, 153_600],
    walks: {
      sample: [1],
      anonymousBytes: [151_552],
      lazyFreeBytes: [12_288],
      nodes: [{ node: 1, bytes: [151_552] }],
    },
    missed: 2,
    dropped: 0,
  });
  expect(makeGuestMemory({ ran, memory }, 1)).toMatchObject({
    anonymousBytes: [4096],
    walks: { nodes: [{ node: 0, bytes: [4096] }] },
    dropped: 5,
  });
});

test('a process without a sample has ended too early, and one that was not to be sampled has no series', () => {
  expect(makeGuestMemory({ ran, memory: [] }, 0)).toEqual({
    state: 'unavailable',
    reason: 'the process ended before its first sample',
  });
  const { memory: _asked, ...notAsked } = ran;
  expect(makeGuestMemory({ ran: notAsked, memory: [] }, 0)).toBeUndefined();
});
