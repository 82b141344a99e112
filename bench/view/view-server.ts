import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { codeOf } from '../make-folders.ts';
import { UserError } from '../user-error.ts';
import { answer } from './answer.ts';
import { checkRequest, type ViewRequest } from './check-request.ts';
import { openEventStream } from './event-stream.ts';
import { followIndex } from './follow-index.ts';
import { followRun } from './follow-run.ts';
import { renderMessage } from './layout.ts';
import { htmlReply, sendReply } from './reply.ts';
import { findRunFolder } from './run-folder.ts';
import type { Viewer } from './viewer.ts';

export interface ViewServer {
  readonly port: number;
  /** Ends streams, connections and watches; resolves when nothing is left open. */
  readonly close: () => Promise<void>;
}

export interface ViewServerOptions {
  readonly viewer: Viewer;
  /** 0: one that is free. */
  readonly port: number;
  /** How often folders are looked at where no change is reported. */
  readonly pollMs: number;
}

/**
 * Serves a results folder on the loopback addresses of IPv4 and, where there is one, IPv6. Throws UserError when the port is taken or forbidden.
 */
export async function startViewServer({ viewer, port, pollMs }: ViewServerOptions): Promise<ViewServer> {
  const endings = new Set<() => void>();
  const handle: RequestListener = (request, response) => {
    void respond(request, response, { viewer, pollMs, endings });
  };
  const servers = await listen(handle, port);
  return {
    port: portOf(servers[0]),
    close: async () => {
      viewer.close();
      for (const end of endings) end();
      await Promise.all(servers.map(closeServer));
    },
  };
}

interface Serving {
  readonly viewer: Viewer;
  readonly pollMs: number;
  /** Ends each stream that is open. */
  readonly endings: Set<() => void>;
}

async function respond(request: IncomingMessage, response: ServerResponse, serving: Serving): Promise<void> {
  // Whoever asks may go away at any time.
  response.on('error', () => undefined);
  const checked = checkRequest(request);
  if (checked.state === 'refused') {
    const reply = htmlReply(checked.status, renderMessage('Refused', [checked.message]));
    if (checked.status === 405) response.setHeader('Allow', 'GET, HEAD');
    return sendReply(response, reply, request.method === 'HEAD');
  }
  try {
    if (!checked.isHead && (await openStream(checked, response, serving))) return;
    await sendReply(response, await answer(serving.viewer, checked), checked.isHead);
  } catch (error) {
    const words = [
      error instanceof Error ? error.message : String(error),
      'This is a bug, please report it.',
    ];
    if (response.headersSent) response.destroy();
    else
      await sendReply(response, htmlReply(500, renderMessage('This cannot be shown', words)), checked.isHead);
  }
}

/** Opens a stream of events where that is what is asked for. */
async function openStream(
  { parts, query }: ViewRequest,
  response: ServerResponse,
  { viewer, pollMs, endings }: Serving,
): Promise<boolean> {
  const [first, name = '', what] = parts;
  const isIndex = parts.length === 1 && first === 'events';
  const isRun = parts.length === 3 && first === 'runs' && what === 'events';
  if (!isIndex && !isRun) return false;
  const found = isRun ? await findRunFolder(viewer.root, name) : undefined;
  if (found !== undefined && found.state !== 'found') return false;
  let stop: () => void = () => undefined;
  const end = () => {
    stop();
    stream.close();
  };
  const stream = openEventStream(response, () => {
    stop();
    endings.delete(end);
  });
  endings.add(end);
  stop =
    found === undefined
      ? followIndex(stream, viewer, pollMs)
      : followRun(stream, {
          directory: found.folder.directory,
          reader: viewer.progressOf(found.folder),
          seen: query.get('seen') ?? '',
          pollMs,
          quietMs: () => viewer.quietMsOf(name),
        });
  return true;
}

const attempts = 5;

/** A free port of one address may be taken on the other: then another is tried. */
async function listen(handle: RequestListener, port: number): Promise<readonly [Server, ...Server[]]> {
  for (let attempt = 1; ; attempt += 1) {
    const first = await listenOn(handle, '127.0.0.1', port);
    try {
      return [first, await listenOn(handle, '::1', portOf(first))];
    } catch (error) {
      if (error instanceof NoAddress) return [first];
      await closeServer(first);
      if (port !== 0 || attempt === attempts) throw error;
    }
  }
}

/** This machine has no such address. */
class NoAddress extends Error {}

const portReasons: Readonly<Record<string, string>> = {
  EADDRINUSE: 'is in use',
  EACCES: 'needs rights that you do not have',
};

function listenOn(handle: RequestListener, host: string, port: number): Promise<Server> {
  const server = createServer(handle);
  return new Promise((resolve, reject) => {
    server.once('error', (error) => {
      const code = codeOf(error);
      if (code === 'EADDRNOTAVAIL' || code === 'EAFNOSUPPORT') return reject(new NoAddress(host));
      const reason = portReasons[code];
      if (reason === undefined) return reject(error);
      const hint = 'name another with --port, or leave it out for one that is free';
      reject(new UserError(`port ${port} ${reason}`, { hint, cause: error }));
    });
    server.listen({ host, port, ipv6Only: true }, () => resolve(server));
  });
}

function portOf(server: Server): number {
  return (server.address() as AddressInfo).port;
}

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
