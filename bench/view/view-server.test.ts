import { mkdir, writeFile } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { UserError } from '../user-error.ts';
import type { RunSource } from './run-source.ts';
import { openView, type TestView } from './testing/open-view.ts';
import { nextEvent, readEvents } from './testing/read-events.ts';
import { startViewServer } from './view-server.ts';
import { makeViewer } from './viewer.ts';

const summary = {
  createdUtc: '2025-01-02T03:04:05Z',
  machines: ['host, node 0'],
  targets: ['<musl>'],
  verdicts: [],
  validity: [],
  ...{ planned: 1, completed: 1, failed: 0, skipped: 0 },
};
const source: RunSource = {
  open: async (directory) => {
    if (directory.endsWith('broken')) throw new Error('stumbled over <data>');
    return { state: 'opened', summary, renderPage: async () => '<!doctype html><p>the report' };
  },
  compare: async () => ({ state: 'compared', text: '<b>text</b>' }),
};

let view: TestView;
beforeEach(async () => {
  view = await openView(source);
  await mkdir(join(view.root, 'one'));
  await writeFile(join(view.root, 'one', 'trials.ndjson'), '{"trial":1}\n');
  await writeFile(join(view.root, 'one', 'other.txt'), 'not listed');
  // What is handed out of a run must not be handed out of the folder above.
  for (const name of ['secret.txt', 'report.txt'])
    await writeFile(join(view.root, '..', name), 'not for you');
});
afterEach(() => view.close());

test.each([
  '/../secret.txt',
  '/..%2fsecret.txt',
  '/runs/../../secret.txt',
  '/runs/..%2f..%2fsecret.txt',
  '/runs/%2e%2e/files/report.txt',
  '/runs/../files/report.txt',
  '/runs/one%2f..%2f../files/report.txt',
  '/runs/one/files/..%2f..%2f..%2fsecret.txt',
  '/runs/one/files/%2e%2e%2f%2e%2e%2fsecret.txt',
  '/runs/one%2f..%2f..%2fsecret.txt/report',
  '/runs/./report',
  '/runs/one%00/report',
  '/runs/one/files/other.txt',
  '/runs/one/files/trials.ndjson%00.txt',
  '/runs/one/files/toString',
  '/constructor',
  '//etc/passwd',
  '/runs//report',
])('%s is not found', async (path) => {
  const { status, body } = await view.getRaw(path);
  expect(status).toBe(404);
  expect(body).not.toContain('not for you');
});

test('a path that is no UTF-8 and one of another server are wrong requests', async () => {
  expect(await view.getRaw('/runs/%ff')).toMatchObject({ status: 400 });
  expect(await view.getRaw('http://localhost/')).toMatchObject({ status: 400 });
});

test.each([
  'evil.example',
  'evil.example:80',
  'localhost.evil.example',
  '127.0.0.1.evil.example',
  '127.0.0.2',
  'localhost.',
  '[::2]',
])("a request to the host '%s' is refused", async (host) => {
  expect(await view.getRaw('/', { headers: { Host: host } })).toMatchObject({ status: 403 });
  expect(await view.getRaw('/runs/one/events', { headers: { Host: host } })).toMatchObject({ status: 403 });
});

test.each(['localhost', 'LOCALHOST:1', '127.0.0.1:8080', '[::1]:9'])(
  "a tunnel may give the host '%s'",
  async (host) => {
    expect(await view.getRaw('/', { headers: { Host: host } })).toMatchObject({ status: 200 });
  },
);

test('a request with two hosts, or with none, is refused', async () => {
  const two = 'GET / HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\nConnection: close\r\n\r\n';
  expect(await sendText(two)).toMatch(/^HTTP\/1\.1 4\d\d /);
  expect(await sendText('GET / HTTP/1.1\r\nHost:\r\nConnection: close\r\n\r\n')).toMatch(/^HTTP\/1\.1 403 /);
  expect(await sendText('GET / HTTP/1.0\r\n\r\n')).toMatch(/^HTTP\/1\.1 403 /);
});

test('only GET and HEAD are answered, and HEAD without a body', async () => {
  for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH'])
    expect(await view.getRaw('/', { method })).toMatchObject({ status: 405 });
  for (const path of ['/', '/runs/one', '/runs/one/report', '/runs/one/files/trials.ndjson', '/view.js'])
    expect(await view.getRaw(path, { method: 'HEAD' })).toEqual({ status: 200, body: '' });
});

test('every answer has a policy, is not sniffed and stays in its own pages', async () => {
  for (const path of [
    '/',
    '/runs/one',
    '/runs/one/report',
    '/runs/one/files/trials.ndjson',
    '/view.js',
    '/none',
  ]) {
    const { headers } = await fetch(view.url(path));
    expect(headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('cross-origin-resource-policy')).toBe('same-origin');
    expect(headers.has('access-control-allow-origin')).toBe(false);
  }
  const file = await fetch(view.url('/runs/one/files/trials.ndjson'));
  expect(await file.text()).toBe('{"trial":1}\n');
  expect(file.headers.get('content-type')).toBe('text/plain; charset=utf-8');
});

test('a folder called like HTML and a run that the analysis stumbles over are shown as text', async () => {
  await mkdir(join(view.root, '<img src=x onerror=alert(1)>'));
  await mkdir(join(view.root, 'broken'));
  const events = readEvents(view.url('/events'));
  for (;;) {
    await nextEvent(events, ({ event }) => event === 'runs');
    if (!(await view.get('/')).body.includes('being read')) break;
  }
  await events.return(undefined);
  const { body } = await view.get('/');
  expect(body).not.toMatch(/<img|<data>|<musl>/);
  expect(body).toContain('&lt;img src=x onerror=alert(1)&gt;');
  expect(body).toContain('this run cannot be shown: stumbled over &lt;data&gt;');
  expect((await view.get('/runs/broken/report')).status).toBe(422);
  expect((await view.get('/runs/one/report')).body).toContain('the report');
  expect((await view.get('/compare?a=one&b=broken')).body).toContain('&lt;b&gt;text');
});

test('closing ends streams and connections, and gives the port back', async () => {
  const events = readEvents(view.url('/events'));
  await nextEvent(events, ({ event }) => event === 'runs');
  const idle = connect(view.server.port, '127.0.0.1');
  await new Promise((resolve) => idle.once('connect', resolve));
  const idleClosed = new Promise((resolve) => idle.once('close', resolve));
  await view.server.close();
  expect((await events.next()).done).toBe(true);
  await idleClosed;
  const again = createServer();
  await new Promise<void>((resolve, reject) => {
    again.once('error', reject).listen(view.server.port, '127.0.0.1', resolve);
  });
  await new Promise((resolve) => again.close(resolve));
});

test('a port in use is one clear sentence', async () => {
  const viewer = makeViewer({ root: view.root, source, quietMs: () => 0 });
  const second = startViewServer({ viewer, port: view.server.port, pollMs: 20 });
  await expect(second).rejects.toThrow(UserError);
  await expect(second).rejects.toThrow(`port ${view.server.port} is in use`);
});

/** What the server answers to these bytes. */
function sendText(text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(view.server.port, '127.0.0.1', () => socket.write(text));
    let answer = '';
    socket.setEncoding('utf8').on('data', (part: string) => {
      answer += part;
    });
    socket.on('error', reject).on('close', () => resolve(answer));
  });
}
