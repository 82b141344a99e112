import { expect, test } from 'vitest';
import { makeContext, oneNode } from '../../../test/fixtures/sys/judge-machine.ts';
import { findLabRoot } from '../../lab-root.ts';
import { runDoctor, runQuickDoctor } from './doctor.ts';

test('before a run no program or guest is started: only the state of the machine is read', async () => {
  const forbidden = () => Promise.reject(new Error('started'));
  const context = await makeContext({
    nodes: oneNode,
    files: { 'dev/kvm': '' },
    context: { tryKvm: forbidden, findBenchmark: forbidden, findProgram: forbidden, systemCalls: [] },
  });
  const ids = (await runQuickDoctor(context)).map(({ id }) => id);
  expect(ids).toEqual(expect.arrayContaining(['nodes', 'smt', 'governor', 'aslr', 'pressure', 'steal']));
  expect(ids).not.toContain('kvm');
});

test('every check of the doctor has an id of its own, a threshold, and a remedy unless it passed', async () => {
  const checks = await runDoctor(
    await makeContext({ files: { 'dev/kvm': '' }, context: { labRoot: findLabRoot() } }),
  );
  expect(new Set(checks.map(({ id }) => id)).size).toBe(checks.length);
  for (const { verdict, threshold, remedy, commands } of checks) {
    expect(threshold).not.toBe('');
    expect(remedy === null).toBe(verdict === 'pass');
    if (verdict === 'pass') expect(commands).toEqual([]);
  }
});
