import { describe, expect, test } from 'vitest';
import type { Arm } from '../../results/schema/plan.ts';
import { trialRecord } from '../../results/schema/trial.ts';
import { exitedWith, settings } from '../../test/fixtures/fake-machine.ts';
import { makeLines, makeProof, renderLines } from '../../test/fixtures/program-output.ts';
import type { ProcessExit, TrialOutput } from '../machine/machine.ts';
import { type OutputContext, readOutput } from './read-output.ts';

const proof = makeProof('musl');
const process = {
  threads: [
    { role: 'worker', node: 0, cpu: 0 },
    { role: 'worker', node: 1, cpu: 2 },
  ],
  numactl: ['--cpunodebind=0', '--membind=1'],
  boundNodes: [1],
};
const arm: Arm = {
  id: 'v001',
  workload: 'churn',
  parameters: { sizes: 'fixed:64' },
  target: 'musl',
  placement: 'remote',
  mode: 'count',
  control: false,
  scheduleDependent: false,
  processes: [process],
  samples: 1,
  warmupSamples: 0,
  operationsPerThread: 100,
};
const context: OutputContext = {
  machine: 'virtual',
  arm,
  planned: { trial: 3, block: 1, arm: 'v001', seed: '7' },
  timeoutMs: 60_000,
  proof,
  startedUtc: '2026-01-01T00:00:00.000Z',
};
const good = makeLines(process, proof);
const sample = {
  type: 'sample',
  measure: 'churn',
  index: 0,
  warmup: false,
  operations: 100,
  beginNs: 5,
  threads: [{ thread: 0, operations: 100, endNs: 9 }],
};

const read = (output: TrialOutput, change: Partial<OutputContext> = {}) => {
  const record = readOutput(output, { ...context, ...change });
  expect(trialRecord.safeParse(record).error).toBeUndefined();
  return record;
};
const readText = (text: string, change: Partial<OutputContext> = {}) => read(exitedWith(text), change);

test('a good trial of a guest is a record without any time', () => {
  const record = readText(renderLines(good));
  expect(record).toMatchObject({
    state: 'completed',
    machine: 'virtual',
    trial: 3,
    block: 1,
    seed: '7',
    settings,
  });
  expect(record).toMatchObject({ processes: [{ counts: { operations: 100, check: '00000000000000aa' } }] });
  expect(JSON.stringify(record)).not.toMatch(/Ns|Utc|times/);
});

test('memory over time is a count, and when it was sampled a time: a guest has none of that', () => {
  const memory = {
    counts: {
      state: 'sampled',
      residentBytes: [9],
      anonymousBytes: [5],
      walks: { sample: [], anonymousBytes: [], lazyFreeBytes: [], nodes: [] },
      missed: 0,
      dropped: 0,
    },
    times: { startedNs: 1, atNs: [0], tookNs: [3], samplerCpuNs: 2 },
  } as const;
  const output = exitedWith(renderLines(good));
  if (output.state !== 'ran') throw new Error('not run');
  const processes = output.processes.map((one) => ({ ...one, memory: structuredClone(memory) as never }));
  const sampled = { ...arm, memorySampleHz: 10 };
  const host = read({ ...output, processes }, { machine: 'host', arm: sampled });
  expect(host).toMatchObject({
    processes: [{ counts: { memoryOverTime: memory.counts }, times: { memorySampling: memory.times } }],
  });
  const virtual = read({ ...output, processes }, { arm: sampled });
  expect(virtual).toMatchObject({ processes: [{ counts: { memoryOverTime: memory.counts } }] });
  expect(JSON.stringify(virtual)).not.toMatch(/Ns|Utc|times/);
});

test('a good trial of the host has its times', () => {
  const lines = [...good.slice(0, -1), sample, ...good.slice(-1)];
  const record = readText(renderLines(lines), { machine: 'host', arm: { ...arm, mode: 'throughput' } });
  expect(record).toMatchObject({
    state: 'completed',
    machine: 'host',
    startedUtc: context.startedUtc,
    processes: [{ times: { samples: [{ measure: 'churn', operations: 100 }], histograms: [] } }],
  });
});

test('what quotas of CPU time did is reported of a host, and never of a guest', () => {
  const lines = [...good.slice(0, -1), sample, ...good.slice(-1)];
  const throttling = { periods: 184, throttledPeriods: 180, throttledNs: 5 };
  const throttled = (output: TrialOutput): TrialOutput => {
    if (output.state !== 'ran') throw new Error('not run');
    return { ...output, throttling };
  };
  const host = read(throttled(exitedWith(renderLines(lines))), {
    machine: 'host',
    arm: { ...arm, mode: 'throughput' },
  });
  expect(host).toMatchObject({ state: 'completed', throttling });
  expect(read(throttled(exitedWith(renderLines(good))))).not.toHaveProperty('throttling');
});

test('guests that broke before a trial began are reported in its record', () => {
  const output = exitedWith(renderLines(good));
  if (output.state !== 'ran') throw new Error('not run');
  expect(read({ ...output, lostStarts: ['no \u001b[1mstate'] })).toMatchObject({
    state: 'completed',
    lostStarts: ['no state'],
  });
  expect(read({ ...output, lostStarts: [] })).not.toHaveProperty('lostStarts');
});

describe('output that cannot be trusted is a failed record with the reason', () => {
  const text = renderLines(good);
  test.each([
    ['nothing', '', 'the first line is not `about`'],
    ['no end', renderLines(good.slice(0, -1)), 'the last line is not `end`'],
    ['no about', renderLines(good.slice(1)), 'the first line is not `about`'],
    ['a line cut off', text.slice(0, -2), 'ends within a line'],
    ['garbage', `${text.replace(/\n/, '\nSegfault?\n')}`, 'line 2'],
    ['an empty line', `${text}\n`, 'line 8'],
    ['a second end', text + renderLines(good.slice(-1)), 'twice'],
    ['an unknown field', text.replace('"operations":100', '"operations":100,"extra":1'), 'extra'],
    ['an unknown line', text.replace('"type":"events"', '"type":"event"'), 'line 6'],
    ['a time in count mode', renderLines([...good.slice(0, -1), sample, ...good.slice(-1)]), 'line 7'],
    ['a gate that nobody asked for', `{"type":"ready"}\n${text}`, 'line 1'],
  ])('%s', (_what, stdout, detail) => {
    const record = readText(stdout);
    expect(record).toMatchObject({ state: 'failed', reason: 'bad-output' });
    expect(record).toMatchObject({ detail: expect.stringContaining(detail) });
  });
});

test('a program that proves to be another is a proof mismatch', () => {
  const other = makeLines(process, { ...proof, allocator: { ...proof.allocator, name: 'glibc' } });
  expect(readText(renderLines(other))).toMatchObject({
    state: 'failed',
    reason: 'proof-mismatch',
    detail: "allocator.name is 'glibc' instead of 'mallocng'",
  });
  expect(readText(renderLines(good), { proof: undefined })).toMatchObject({
    reason: 'proof-mismatch',
    detail: 'no proof of the target is known; the program proves mallocng on musl',
  });
});

test('a thread seen elsewhere, and a planned CPU on which none was seen, fail as pinning', () => {
  const moved = renderLines(good).replace(
    '{"at":"middle","node":1,"cpu":2}',
    '{"at":"middle","node":1,"cpu":3}',
  );
  expect(readText(moved)).toMatchObject({
    reason: 'pinning',
    detail: 'thread 1 was pinned to 1:2 and seen on 1:3 (middle)',
  });
  const missing = good.filter((line) => line.type !== 'pinning' || line.thread !== 1);
  expect(readText(renderLines(missing))).toMatchObject({
    reason: 'pinning',
    detail: 'no thread was seen on 1:2',
  });
});

test('a memory policy other than the planned one fails as placement', () => {
  const withPolicy = (policy: object) =>
    renderLines(good.map((line) => (line.type === 'memory-policy' ? { ...line, ...policy } : line)));
  expect(readText(renderLines(good))).toMatchObject({
    processes: [{ counts: { memoryPolicy: { mode: 'bind', nodes: [1] } } }],
  });
  expect(readText(withPolicy({ nodes: [0] }))).toMatchObject({
    state: 'failed',
    reason: 'placement',
    detail: 'the memory policy of the process was bind on 0, not bind on 1',
  });
  const first = { ...process, numactl: ['--cpunodebind=0,1'], boundNodes: [] };
  expect(
    readText(withPolicy({ mode: 'interleave', nodes: [0, 1] }), { arm: { ...arm, processes: [first] } }),
  ).toMatchObject({
    reason: 'placement',
    detail: 'the memory policy of the process was interleave on 0,1, not default: start numa-lab without one',
  });
  const untold = renderLines(good.filter(({ type }) => type !== 'memory-policy'));
  expect(readText(untold)).toMatchObject({ state: 'completed' });
});

describe('where memory is bound', () => {
  const withBytes = (bytes: number[][], unknownBytes = [0, 0]) =>
    renderLines(good.map((line) => (line.type === 'placement' ? { ...line, bytes, unknownBytes } : line)));
  const stateOf = (text: string, boundNodes = [1]) =>
    readText(text, { arm: { ...arm, processes: [{ ...process, boundNodes }] } });

  test('99 % of the bytes on its nodes are enough, less is not', () => {
    // prettier-ignore: one row of owner 0, columns are nodes 0 and 1
    expect(
      stateOf(
        withBytes([
          [10, 990],
          [0, 0],
        ]),
      ),
    ).toMatchObject({ state: 'completed' });
    expect(
      stateOf(
        withBytes([
          [11, 989],
          [0, 0],
        ]),
      ),
    ).toMatchObject({
      state: 'failed',
      reason: 'placement',
      detail: expect.stringContaining('11 of 1000 bytes lie elsewhere'),
    });
  });

  test('bytes of unknown node count against the policy', () => {
    const allBound = [
      [0, 990],
      [0, 0],
    ];
    expect(stateOf(withBytes(allBound, [10, 0]))).toMatchObject({ state: 'completed' });
    expect(stateOf(withBytes(allBound, [11, 0]))).toMatchObject({
      state: 'failed',
      reason: 'placement',
      detail: expect.stringContaining('0 of 1001 bytes lie elsewhere, the node of 11 is unknown'),
    });
  });

  test('a policy that does not bind is not held to anything', () => {
    expect(
      stateOf(
        withBytes([
          [1000, 0],
          [0, 0],
        ]),
        [],
      ),
    ).toMatchObject({ state: 'completed' });
  });
});

describe('how processes end', () => {
  const ended = (exit: ProcessExit, stderr = '') =>
    read({ state: 'ran', settings, processes: [{ exit, stdout: renderLines(good), stderr }] });

  test.each([
    [{ state: 'exited', code: 1 }, 'exit', 'exit code 1: pinning not held'],
    [{ state: 'exited', code: 2 }, 'exit', 'exit code 2: pinning not held'],
    [{ state: 'signalled', signal: 'SIGSEGV' }, 'signal', 'SIGSEGV: pinning not held'],
    [{ state: 'out-of-memory' }, 'oom', 'killed for memory: pinning not held'],
    [{ state: 'timed-out' }, 'timeout', 'not done after 60 s: pinning not held'],
  ] as const)('%j is a failed record', (exit, reason, detail) => {
    expect(ended(exit, 'first\npinning not held\n')).toMatchObject({
      state: 'failed',
      reason,
      detail,
      stderrTail: 'first\npinning not held',
    });
  });

  test('77 is a skipped record with what the program said', () => {
    expect(ended({ state: 'exited', code: 77 }, 'move_pages is forbidden\n')).toMatchObject({
      state: 'skipped',
      reason: 'move_pages is forbidden',
    });
    expect(ended({ state: 'exited', code: 77 })).toMatchObject({ reason: 'the program cannot run here' });
  });

  test('what a program says is kept short and without control characters', () => {
    const record = ended({ state: 'exited', code: 1 }, `\u001b[31m${'x'.repeat(99_999)}\u0007\r\nlast\u0000`);
    if (record.state !== 'failed') throw new Error('not failed');
    expect(record.stderrTail.length).toBeLessThanOrEqual(2000);
    expect(record.stderrTail.endsWith('x\nlast')).toBe(true);
  });

  test('what is reported in one line stays one short line', () => {
    const record = read({ state: 'broken', detail: `a\nb ${'x'.repeat(5000)}`, stderr: '' });
    if (record.state !== 'failed') throw new Error('not failed');
    expect(record.detail.length).toBeLessThan(400);
    expect(record.detail.startsWith('a b xxx')).toBe(true);
  });

  test('a broken machine is a failed record, not a broken run', () => {
    expect(read({ state: 'broken', detail: 'the channel is lost', stderr: 'panic' })).toMatchObject({
      state: 'failed',
      reason: 'machine',
      detail: 'the channel is lost',
      stderrTail: 'panic',
    });
  });
});

describe('a trial of several processes', () => {
  const part = (node: number) => ({
    ...process,
    threads: [{ role: 'worker', node, cpu: node }],
    boundNodes: [node],
  });
  const split: Arm = { ...arm, placement: 'split', processes: [part(0), part(1)] };
  const texts = split.processes.map((spec) => `{"type":"ready"}\n${renderLines(makeLines(spec, proof))}`);

  test('is one record with each of them', () => {
    const record = read(exitedWith(...texts), { arm: split });
    expect(record).toMatchObject({ state: 'completed', processes: [{}, {}] });
  });

  test('fails when one of them does not answer', () => {
    expect(read(exitedWith(texts[0] ?? ''), { arm: split })).toMatchObject({ reason: 'machine' });
  });

  test('names the one that crashed, not the one that waited for it', () => {
    const record = read(
      {
        state: 'ran',
        settings,
        processes: [
          { exit: { state: 'timed-out' }, stdout: '', stderr: '' },
          { exit: { state: 'signalled', signal: 'SIGSEGV' }, stdout: '', stderr: 'boom' },
        ],
      },
      { arm: split },
    );
    expect(record).toMatchObject({ reason: 'signal', stderrTail: 'boom' });
  });
});
