import { expect, test } from 'vitest';
import { askProgram } from './ask-program.ts';
import type { ToolAnswer } from './run-tool.ts';
import { readTopology } from './topology/read-topology.ts';

const ask = async (answer: ToolAnswer) => askProgram('/numa-bench', await readTopology(), async () => answer);
const exited = (code: number, stderr: string): ToolAnswer => ({ state: 'exited', code, stdout: '', stderr });

test('a program that cannot run here says what is refused', async () => {
  const words = 'move_pages is refused (Operation not permitted): a container may forbid it\n';
  expect(await ask(exited(77, words))).toBe('move_pages is refused (Operation not permitted)');
});

test('a program that works, or fails for another reason, refuses nothing', async () => {
  expect(await ask(exited(0, ''))).toBeUndefined();
  expect(await ask(exited(1, 'the clock stands still'))).toBeUndefined();
  expect(await ask({ state: 'failed', detail: 'not found' })).toBeUndefined();
});
