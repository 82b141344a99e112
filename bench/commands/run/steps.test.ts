import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { environment } from '../../../results/schema/environment.ts';
import { type FakeMachine, makeFakeMachine } from '../../../test/fixtures/fake-machine.ts';
import { planOf } from '../../../test/fixtures/plans.ts';
import { oneNode } from '../../../test/fixtures/topologies.ts';
import { openJournal } from '../../run/journal.ts';
import { makeProgressLogger } from '../../run/progress-logger.ts';
import { readUnfinished } from '../resume/read-unfinished.ts';
import { inNewDirectory } from './in-new-directory.ts';
import { measure } from './measure.ts';
import { openFirst } from './open.ts';
import type { NewRun } from './prepare.ts';
import { publish } from './publish.ts';
import { addControl, listControlLabels } from './ready-run.ts';
import { recordEnvironment } from './record-environment.ts';

const flags = { quick: true, blocks: '1', workloads: 'churn', targets: 'musl', nodes: '0', machine: 'host' };
const { plan } = planOf({ ...flags, set: ['churn.sizes=fixed:64'] }, oneNode);
const [section] = plan.sections;
if (section === undefined) throw new Error('an empty plan');

let results = '';
let run: NewRun;
let said: string[] = [];
const say = (text: string) => said.push(text);
beforeEach(async () => {
  results = await mkdtemp(join(tmpdir(), 'numa-lab-steps-'));
  said = [];
  run = {
    ...{ plan, targets: new Map(), hostTopology: oneNode, resultsDirectory: results },
    ownTargets: { muslSrc: [], allocatorLib: [] },
  };
});
afterEach(async () => {
  vi.restoreAllMocks();
  await rm(results, { recursive: true });
});

/** Every trial is skipped: what the programs print is not the matter here. */
const makeSkipper = () =>
  makeFakeMachine('host', () => ({
    state: 'ran',
    settings: { numaBalancing: '0', transparentHugepage: 'never', addressRandomisation: '2' },
    processes: [{ exit: { state: 'exited', code: 77 }, stdout: '', stderr: 'not here\n' }],
  }));

async function measureOn(directory: string, machine: FakeMachine) {
  return measure(run, {
    directory,
    first: { section: section ?? expect.fail(), opened: { machine, virtual: null } },
    journal: await openJournal(join(directory, 'trials.ndjson')),
    signal: new AbortController().signal,
    logger: makeProgressLogger({ isTTY: false, columns: 80, write: say }),
  });
}

test('the environment is recorded before a trial, and what was killed then can go on', async () => {
  await inNewDirectory(run, say, async (directory) => {
    await recordEnvironment(directory, run, { virtual: null, doctor: [] });
    expect((await readdir(directory)).sort()).toEqual(['environment.json', 'plan.json']);
    const text = await readFile(join(directory, 'environment.json'), 'utf8');
    expect(environment.parse(JSON.parse(text)).planSha256).toMatch(/^[0-9a-f]{64}$/);
    expect((await readUnfinished(directory)).left).toHaveLength(section.trials.length);
  });
});

test('the steps together leave a run with a record for each trial, its report and sums', async () => {
  const machine = makeSkipper();
  const printed = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  const code = await inNewDirectory(run, say, async (directory) => {
    await recordEnvironment(directory, run, { virtual: null, doctor: [] });
    const summary = await measureOn(directory, machine);
    expect(summary).toMatchObject({ skipped: section.trials.length, interrupted: false });
    expect(machine.commands.map(({ trial }) => trial)).toEqual(section.trials.map(({ trial }) => trial));
    const answer = await publish(directory, summary, { json: false, say });
    expect(await readdir(directory)).toEqual(
      expect.arrayContaining(['SHA256SUMS', 'report.json', 'report.txt']),
    );
    await expect(readUnfinished(directory)).rejects.toThrow('it is finished');
    return answer;
  });
  expect(code).toBe(0);
  expect(printed.mock.calls.flat().join('')).toContain('Nothing was found');
});

test('an interrupted run says how to go on with it, and answers 130', async () => {
  vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  await inNewDirectory(run, say, async (directory) => {
    await recordEnvironment(directory, run, { virtual: null, doctor: [] });
    const summary = await measureOn(directory, makeSkipper());
    const cut = { ...summary, interrupted: true, planned: summary.planned + 9 };
    expect(await publish(directory, cut, { json: false, say })).toBe(130);
    expect(said.join('\n')).toContain(`to go on: numa-lab resume ${directory}`);
  });
});

test('a directory in which nothing was measured is taken back, whatever ended the work', async () => {
  await inNewDirectory(run, say, async () => undefined);
  await expect(inNewDirectory(run, say, () => Promise.reject(new Error('a bug')))).rejects.toThrow('a bug');
  expect(await readdir(results)).toEqual([]);
  expect(said).toEqual([]);
});

test('records outlive an error, which says how to go on', async () => {
  const work = async (directory: string) => {
    await measureOn(directory, makeSkipper());
    throw new Error('a bug');
  };
  await expect(inNewDirectory(run, say, work)).rejects.toThrow('a bug');
  const [name = ''] = await readdir(results);
  expect(said.at(-1)).toContain(`to go on: numa-lab resume ${join(results, name)}`);
});

test('opening answers nothing when it was interrupted, and its error otherwise', async () => {
  const [guest] = planOf({ ...flags, machine: 'virtual', nodes: '0,1' }).plan.sections;
  if (guest === undefined) expect.fail();
  vi.stubEnv('PATH', results);
  const parts = { targets: run.targets, hostTopology: oneNode, runDirectory: results, say };
  const interrupted = openFirst(guest, { ...parts, signal: AbortSignal.abort() });
  expect(await interrupted).toBeUndefined();
  const opening = openFirst(guest, { ...parts, signal: new AbortController().signal });
  await expect(opening).rejects.toThrow('is missing');
  vi.unstubAllEnvs();
});

test('without a control nothing is added to the programs', async () => {
  const { plan: own } = planOf({ ...flags, targets: 'musl,glibc' }, oneNode);
  expect(listControlLabels(own)).toEqual(['lsum']);
  expect(await addControl(own, run.targets)).toBe(run.targets);
});
