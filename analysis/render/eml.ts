import { createHash } from 'node:crypto';
import type { Report } from '../../results/schema/report.ts';
import { counted } from '../../results/text/counted.ts';
import { escapeText } from '../../results/text/escape-text.ts';
import { namePrograms } from '../document/headlines/what.ts';

/** A file that goes with a message. */
export interface Attachment {
  readonly name: string;
  /** MIME type, for example `image/svg+xml`. */
  readonly type: string;
  readonly content: string | Uint8Array;
}

const base64Columns = 76;
const longestSubject = 66;

/**
 * A draft (RFC 5322, MIME) of a post with its attachments: no recipient and no sender, which the mail program fills in, `X-Unsent: 1`, dated
 * as the run so that the same data are the same bytes. Lines end in a newline alone, as mutt and `git send-email` read them.
 */
export function renderEml(report: Report, post: string, attachments: readonly Attachment[]): string {
  const parts = [renderBody(post), ...attachments.map(renderAttachment)];
  const boundary = `=_${createHash('sha256').update(parts.join('')).digest('hex').slice(0, 32)}`;
  const header = [
    `Subject: ${subjectOf(report)}`,
    `Date: ${dateOf(report)}`,
    'X-Unsent: 1',
    'MIME-Version: 1.0',
    `Content-Type: multipart/mixed; boundary="${boundary}"`,
  ];
  return `${header.join('\n')}\n\n${parts.map((part) => `--${boundary}\n${part}`).join('')}--${boundary}--\n`;
}

function renderBody(post: string): string {
  return `Content-Type: text/plain; charset=us-ascii\nContent-Transfer-Encoding: 7bit\nContent-Disposition: inline\n\n${post}\n`;
}

function renderAttachment({ name, type, content }: Attachment): string {
  const encoded = Buffer.from(content).toString('base64');
  const lines = encoded.match(new RegExp(`.{1,${base64Columns}}`, 'g')) ?? [];
  // A name is a word of ours; what else a folder may hold must not end the header.
  const safeName = name.replaceAll(/[^A-Za-z0-9._+-]/g, '_');
  return [
    `Content-Type: ${type}; name="${safeName}"`,
    'Content-Transfer-Encoding: base64',
    `Content-Disposition: attachment; filename="${safeName}"`,
    '',
    ...lines,
    '',
    '',
  ].join('\n');
}

/** What was measured in a line: what a list's index shows must not name a winner, and is not cut. */
function subjectOf(report: Report): string {
  const isTimed = report.sections.some(({ machine }) => machine === 'host');
  const nodes = counted(report.sections[0]?.nodes.length ?? 0, 'NUMA node');
  const text = `${isTimed ? 'times' : 'placement and memory'} on ${nodes}`;
  const named = escapeText(`${namePrograms(report)}: ${text}`);
  return named.length > longestSubject ? `malloc and pthreads: ${text}` : named;
}

function dateOf({ environment }: Report): string {
  const date = new Date(environment.createdUtc);
  return date.toUTCString().replace('GMT', '+0000');
}
