import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { topology } from '../../results/schema/topology.ts';
import { optionsOf, type Typed } from '../../test/fixtures/request.ts';
import { topologyFlags } from '../request/flags.ts';
import { UserError } from '../user-error.ts';
import { runTopologyCommand } from './topology.ts';

const run = async (typed: Typed) => runTopologyCommand(optionsOf(topologyFlags, typed).options);

/** What the command prints. */
async function print(typed: Typed): Promise<string> {
  const write = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  onTestFinished(() => write.mockRestore());
  expect(await run(typed)).toBe(0);
  return write.mock.calls.map(([text]) => text).join('');
}

describe('numa-lab topology', () => {
  test('prints the nodes a guest would have, without starting one', async () => {
    const text = await print({ machine: 'virtual', virtualShape: '8x2', json: true });
    const printed = topology.parse(JSON.parse(text));
    expect(printed.nodes).toHaveLength(8);
    expect(printed.nodes[7]?.cpus.map((cpu) => cpu.cpu)).toEqual([14, 15]);
  });

  test('prints this host as a table', async () => {
    expect(await print({})).toMatch(/^node \d+\n {2}CPUs/);
  });

  test.each([
    { virtualShape: '2x2' },
    { memoryPerNode: '1G' },
    { machine: 'virtual', virtualShape: '9x2' },
    { machine: 'cloud' },
  ])('refuses %j', async (typed: Typed) => {
    await expect(run(typed)).rejects.toThrow(UserError);
  });
});
