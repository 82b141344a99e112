import { describe, expect, test } from 'vitest';
import { judge } from '../../../../test/fixtures/sys/judge-machine.ts';
import { checkQuiet } from './quiet.ts';

describe('quiet', () => {
  const calm = {
    'proc/pressure/cpu':
      'some avg10=0.10 avg60=9.00 avg300=9.00 total=1\nfull avg10=0.00 avg60=0 avg300=0 total=0',
    'proc/pressure/memory': 'some avg10=0.00 avg60=0.00 avg300=0.00 total=1',
    'proc/loadavg': '0.01 0.02 0.03 1/200 4242',
    'proc/stat': 'cpu  100 0 100 800 0 0 0 10 0 0\ncpu0 1 1',
  };

  test('is reported from the last ten seconds, other tasks and the hypervisor', async () => {
    const later = { path: 'proc/stat', text: 'cpu  110 0 110 860 0 0 0 10 0 0\n' };
    expect(await judge(checkQuiet, { files: calm, later })).toEqual({
      pressure: 'pass',
      'memory-pressure': 'pass',
      runnable: 'pass',
      steal: 'pass',
      'free-memory-node0': 'pass',
      'free-memory-node1': 'warn',
    });
  });

  test('is disturbed by pressure, runnable tasks and stolen time', async () => {
    const files = {
      ...calm,
      'proc/pressure/cpu': 'some avg10=42.00 avg60=0.00 avg300=0.00 total=1',
      'proc/loadavg': '0.01 0.02 0.03 3/200 4242',
    };
    const later = { path: 'proc/stat', text: 'cpu  110 0 110 860 0 0 0 20 0 0\n' };
    expect(await judge(checkQuiet, { files, later })).toMatchObject({
      pressure: 'warn',
      runnable: 'warn',
      steal: 'warn',
    });
  });

  test('is unknown of memory where no node tells what it has', async () => {
    const topology = { nodes: [{ node: 0, cpus: [], memoryBytes: 0 }], distances: [[10]] };
    expect(await judge(checkQuiet, { files: calm, context: { topology } })).toMatchObject({
      'free-memory': 'unknown',
    });
  });

  test('is unknown where the kernel says nothing', async () => {
    expect(await judge(checkQuiet, {})).toMatchObject({
      pressure: 'unknown',
      runnable: 'unknown',
      steal: 'unknown',
    });
  });
});
