import { appendFile, mkdir, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { exampleRun } from '../../../test/fixtures/runs/example-run.ts';
import { type RunFiles, writeRun } from '../../../test/fixtures/runs/make-run.ts';
import { timedRun } from '../../../test/fixtures/runs/timed-run.ts';
import { openView, type TestView } from '../../view/testing/open-view.ts';
import { nextEvent, readEvents } from '../../view/testing/read-events.ts';
import { viewSource } from './view-source.ts';

let view: TestView;
beforeEach(async () => {
  view = await openView(viewSource);
});
afterEach(() => view.close());

const older = '20250101T000000Z-host-aaaaaa';
const newer = '20250102T000000Z-host-bbbbbb';

/** A run that has ended. */
async function keepRun(name: string, files: RunFiles): Promise<void> {
  await writeRun(join(view.root, name), files);
  await writeFile(join(view.root, name, 'report.txt'), 'report\n');
}

/** The index once every run in it has been read. */
async function readIndex(): Promise<string> {
  const events = readEvents(view.url('/events'));
  for (;;) {
    await nextEvent(events, ({ event }) => event === 'runs');
    const { body } = await view.get('/');
    if (body.includes('being read')) continue;
    await events.return(undefined);
    return body;
  }
}

test('the index has newest runs first, with machine, targets, trials, verdicts and validity', async () => {
  await keepRun(older, exampleRun());
  await keepRun(newer, timedRun({ blocks: 30, factorOf: ({ target }) => (target === 'glibc' ? 1.5 : 1) }));
  const index = await readIndex();
  expect(index.indexOf(newer)).toBeLessThan(index.indexOf(older));
  for (const text of [
    'host, node 0',
    'virtual 2x2, nodes 0, 1',
    'glibc+jemalloc',
    '1 slower',
    '91 of 91 completed',
  ])
    expect(index).toContain(text);
  expect(index).toContain('148 of 150 completed, 1 failed, 1 skipped');
  expect(index).toContain('valid for timing');
});

test('a run of a newer format, one without any file and one that only failed do not keep others from view', async () => {
  await keepRun(older, timedRun());
  const files = timedRun();
  const newFormat = { ...files, plan: { ...files.plan, schema: 2 as never } };
  await keepRun(newer, newFormat);
  await mkdir(join(view.root, 'empty'));
  const failed = {
    state: 'failed',
    reason: 'exit',
    detail: 'exit 1',
    stderrTail: '<script>alert(1)</script>',
  } as const;
  await keepRun('20250103T000000Z-host-cccccc', timedRun({ lost: () => failed }));
  const index = await readIndex();
  expect(index).toContain('format 2 is newer than this numa-lab reads (1); update numa-lab');
  expect(index).toContain('plan.json does not exist');
  expect(index).toContain('0 of 61 completed, 61 failed');
  const page = await view.get('/runs/20250103T000000Z-host-cccccc/report');
  expect(page.status).toBe(200);
  expect(page.body).not.toContain('<script>alert');
  expect((await view.get(`/runs/${older}/report`)).body).toContain('churn');
  expect((await view.get(`/runs/${newer}/report`)).body).toContain('update numa-lab');
});

test('a run that goes on reports each trial, newer reports, and its end', async () => {
  const files = timedRun();
  const directory = join(view.root, newer);
  await writeRun(directory, { ...files, trials: [] });
  expect((await view.get(`/runs/${newer}/report`)).body).toContain('No trial has ended yet');
  const page = await view.get(`/runs/${newer}`);
  const [, path = ''] = /data-events="([^"]+)"/.exec(page.body) ?? [];
  const events = readEvents(view.url(path));
  await nextEvent(events, ({ data }) => data.done === 0);
  const lines = files.trials.map((trial) => `${JSON.stringify(trial)}\n`);
  const append = (text: string) => appendFile(join(directory, 'trials.ndjson'), text);

  await append(lines.slice(0, 4).join(''));
  const progress = await nextEvent(events, ({ data }) => data.done === 4);
  expect(progress.data.text).toBe('going on: 4 of 61 trials (host), block 1 of 20');
  await nextEvent(events, ({ event }) => event === 'report');
  expect((await view.get(`/runs/${newer}/report`)).body).toContain('4 of 61');

  // Half of a line is no trial, and the half that follows makes it one.
  const [fifth = '', ...rest] = lines.slice(4);
  await append(fifth.slice(0, 100));
  await append(fifth.slice(100));
  await nextEvent(events, ({ data }) => data.done === 5);

  await append(rest.join(''));
  await writeFile(join(directory, 'report.txt'), 'report\n');
  await nextEvent(events, ({ data }) => data.state === 'ended' && data.done === 61);
  await nextEvent(events, ({ event }) => event === 'report');
  await nextEvent(events, ({ event }) => event === 'end');
  expect((await events.next()).done).toBe(true);
  expect((await view.get(`/runs/${newer}`)).body).not.toContain('data-events');
});

test('the index shows no verdicts of a run that goes on, and shows a run that begins', async () => {
  const events = readEvents(view.url('/events'));
  await nextEvent(events, ({ event }) => event === 'runs');
  expect((await view.get('/')).body).toContain('No run yet');
  const files = timedRun({ blocks: 30 });
  await writeRun(join(view.root, newer), { ...files, trials: files.trials.slice(0, 80) });
  let index = '';
  // Before the run was read there is its progress alone.
  while (!index.includes('when it has ended')) {
    await nextEvent(events, ({ event }) => event === 'runs');
    index = (await view.get('/')).body;
  }
  expect(index).toContain('going on: 80 of 91 trials');
  expect(index).not.toContain('faster');
  await events.return(undefined);
});

test('two runs are compared, the choice of one alone or of the same twice is explained', async () => {
  await keepRun(older, timedRun({ blocks: 30 }));
  await keepRun(newer, timedRun({ blocks: 30, seed: 2 }));
  const compared = await view.get(`/compare?a=${older}&b=${newer}`);
  expect(compared.status).toBe(200);
  expect(compared.body).toContain('B / A');
  expect(await view.get(`/compare?a=${older}`)).toMatchObject({ status: 400 });
  const same = await view.get(`/compare?a=${older}&b=${older}`);
  expect(same).toMatchObject({ status: 422, body: expect.stringContaining('the same run') });
  expect(await view.get(`/compare?a=${older}&b=..%2f..`)).toMatchObject({ status: 404 });
});

test('runs that cannot be compared are told apart, reason by reason', async () => {
  await keepRun(older, exampleRun());
  const files = timedRun({ blocks: 30 });
  const host = { ...files.environment.host, cpuModel: 'Another CPU' };
  await keepRun(newer, { ...files, environment: { ...files.environment, host } });
  const page = await view.get(`/compare?a=${older}&b=${newer}`);
  expect(page).toMatchObject({ status: 422, body: expect.stringContaining('cannot be compared') });
});

test('a link in a run directory that leads out of the results folder is not followed', async () => {
  await keepRun(older, timedRun());
  const secret = join(view.root, '..', 'secret.txt');
  await writeFile(secret, 'not for you');
  await rm(join(view.root, older, 'report.txt'));
  await symlink(secret, join(view.root, older, 'report.txt'));
  await symlink(join(view.root, '..'), join(view.root, 'up'));
  for (const path of [
    `/runs/${older}/files/report.txt`,
    `/runs/${older}/report`,
    '/runs/up/files/secret.txt',
    '/runs/up/report',
    '/',
  ])
    expect((await view.get(path)).body).not.toContain('not for you');
  expect((await view.get(`/runs/${older}/files/report.txt`)).status).toBe(404);
  expect((await view.get(`/runs/${older}/report`)).body).toContain(
    'report.txt is no file within the results folder',
  );
});

test('a results folder that disappears gives a page that says so, and streams that say so', async () => {
  const files = timedRun();
  await writeRun(join(view.root, newer), { ...files, trials: files.trials.slice(0, 5) });
  const events = readEvents(view.url(`/runs/${newer}/events`));
  await nextEvent(events, ({ data }) => data.done === 5);
  await rename(view.root, `${view.root}-moved`);
  await nextEvent(events, ({ event }) => event === 'gone');
  expect((await events.next()).done).toBe(true);
  for (const path of ['/', `/runs/${newer}`, `/runs/${newer}/report`]) {
    const page = await view.get(path);
    expect(page.status).toBe(404);
    expect(page.body).toContain('is not there, or cannot be read');
  }
  await rename(`${view.root}-moved`, view.root);
  expect((await view.get(`/runs/${newer}`)).status).toBe(200);
});
