import type { IncomingMessage } from 'node:http';

/** A request that may be answered. */
export interface ViewRequest {
  readonly state: 'accepted';
  readonly isHead: boolean;
  /** Decoded parts of the path between its slashes; a part may hold a slash, which is only ever compared, never joined to a path. */
  readonly parts: readonly string[];
  readonly query: URLSearchParams;
}

export interface RefusedRequest {
  readonly state: 'refused';
  readonly status: 400 | 403 | 405;
  readonly message: string;
}

const methods: ReadonlySet<string> = new Set(['GET', 'HEAD']);

/** Loopback by its names and nothing else, with any port, as a tunnel may end at another than ours. */
const loopbackHost = /^(localhost|127\.0\.0\.1|\[::1\])(:\d{1,5})?$/i;

/**
 * Only what a browser on this machine asks for. A page elsewhere can have its own name resolve to 127.0.0.1 and then read whatever
 * answers; the Host header still tells that name.
 */
export function checkRequest({
  method = '',
  url = '',
  headersDistinct,
}: Pick<IncomingMessage, 'method' | 'url' | 'headersDistinct'>): ViewRequest | RefusedRequest {
  const hosts = headersDistinct.host ?? [];
  if (hosts.length !== 1 || !loopbackHost.test(hosts[0] ?? '')) {
    return refuse(403, 'this server answers to localhost, 127.0.0.1 and [::1] only');
  }
  if (!methods.has(method)) return refuse(405, 'only GET and HEAD: nothing can be changed here');
  const [path = '', query = ''] = splitOnce(url, '?');
  if (!path.startsWith('/')) return refuse(400, 'the path does not begin with a slash');
  const parts = path.slice(1).split('/').map(decode);
  if (parts.some((part) => part === undefined)) return refuse(400, 'the path is not encoded as UTF-8');
  return {
    state: 'accepted',
    isHead: method === 'HEAD',
    parts: parts.filter((part) => part !== undefined),
    query: new URLSearchParams(query),
  };
}

function refuse(status: RefusedRequest['status'], message: string): RefusedRequest {
  return { state: 'refused', status, message };
}

function splitOnce(text: string, at: string): readonly string[] {
  const index = text.indexOf(at);
  return index === -1 ? [text] : [text.slice(0, index), text.slice(index + 1)];
}

function decode(part: string): string | undefined {
  try {
    return decodeURIComponent(part);
  } catch {
    return undefined;
  }
}
