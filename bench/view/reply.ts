import { createReadStream } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';

/** An answer as a value; streams of events are opened elsewhere. */
export type Reply =
  | {
      readonly type: 'text';
      readonly status: number;
      readonly contentType: string;
      readonly policy: string;
      readonly body: string;
    }
  | { readonly type: 'file'; readonly path: string; readonly contentType: string; readonly size: number };

/** Our own pages: nothing inline, nothing from elsewhere, and no other page may frame them. */
export const ownPolicy =
  "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'self'";

/** Files as they are: whatever they hold, nothing of it is run. */
const filePolicy = "default-src 'none'; sandbox";

const declared = /<meta http-equiv="Content-Security-Policy" content="([^"]*)"/i;
const headChars = 4096;

/**
 * Policy for a report's page: the one that it declares itself in the first lines, before any data; one that declares none may run no script
 * and only style itself.
 */
export function policyOf(document: string): string {
  const own = declared.exec(document.slice(0, headChars))?.[1]?.replaceAll('&#39;', "'");
  const base = own ?? "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";
  // A header holds one line of ASCII.
  return `${base.replaceAll(/[^\x20-\x7e]+/g, ' ').replace(/[; ]+$/, '')}; frame-ancestors 'self'`;
}

export function htmlReply(status: number, body: string, policy: string = ownPolicy): Reply {
  return { type: 'text', status, contentType: 'text/html; charset=utf-8', policy, body };
}

/** Headers that every answer has. */
export function commonHeaders(policy: string): Readonly<Record<string, string>> {
  return {
    'Content-Security-Policy': policy,
    'X-Content-Type-Options': 'nosniff',
    'X-Frame-Options': 'SAMEORIGIN',
    'Cross-Origin-Resource-Policy': 'same-origin',
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Referrer-Policy': 'no-referrer',
    'Cache-Control': 'no-store',
  };
}

/** Writes an answer. Never rejects: a browser that goes away in the middle is nobody's mistake. */
export async function sendReply(response: ServerResponse, reply: Reply, isHead: boolean): Promise<void> {
  if (reply.type === 'text') {
    const body = Buffer.from(reply.body);
    response.writeHead(reply.status, {
      ...commonHeaders(reply.policy),
      'Content-Type': reply.contentType,
      'Content-Length': body.length,
    });
    response.end(isHead ? undefined : body);
    return;
  }
  response.writeHead(200, {
    ...commonHeaders(filePolicy),
    'Content-Type': reply.contentType,
    'Content-Length': reply.size,
  });
  if (isHead || reply.size === 0) {
    response.end();
    return;
  }
  // A journal may grow while it is read: no more than was announced.
  await pipeline(createReadStream(reply.path, { end: reply.size - 1 }), response).catch(() => {
    response.destroy();
  });
}
