import { mkdir, mkdtemp, realpath, rm } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RunSource } from '../run-source.ts';
import { startViewServer, type ViewServer } from '../view-server.ts';
import { makeViewer } from '../viewer.ts';

/** A viewer of an empty results folder, on a port of its own. */
export interface TestView {
  readonly root: string;
  readonly server: ViewServer;
  readonly url: (path: string) => string;
  readonly get: (path: string) => Promise<{ readonly status: number; readonly body: string }>;
  /** The path as it is, which fetch would tidy up. */
  readonly getRaw: (
    path: string,
    options?: { readonly method?: string; readonly headers?: Readonly<Record<string, string>> },
  ) => Promise<{ readonly status: number; readonly body: string }>;
  readonly close: () => Promise<void>;
}

export async function openView(source: RunSource): Promise<TestView> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'numa-lab-view-')));
  const root = join(folder, 'runs');
  await mkdir(root);
  const viewer = makeViewer({ root, source, quietMs: () => 0 });
  const server = await startViewServer({ viewer, port: 0, pollMs: 20 });
  const url = (path: string) => `http://127.0.0.1:${server.port}${path}`;
  const getRaw: TestView['getRaw'] = (path, { method = 'GET', headers = {} } = {}) =>
    new Promise((resolve, reject) => {
      const asked = request({ host: '127.0.0.1', port: server.port, path, method, headers }, (response) => {
        let body = '';
        response.setEncoding('utf8').on('data', (text: string) => {
          body += text;
        });
        response.on('end', () => resolve({ status: response.statusCode ?? 0, body }));
      });
      asked.on('error', reject).end();
    });
  return {
    root,
    server,
    url,
    getRaw,
    get: async (path) => {
      const response = await fetch(url(path));
      return { status: response.status, body: await response.text() };
    },
    close: async () => {
      await server.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
