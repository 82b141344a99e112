import { execFileSync, spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { exampleRun } from '../../test/fixtures/runs/example-run.ts';
import { makeRun } from '../../test/fixtures/runs/make-run.ts';
import { buildReport } from '../report/build-report.ts';
import { renderEml } from './eml.ts';
import { renderPost } from './post.ts';

const report = buildReport(makeRun(exampleRun()));
const post = renderPost(report, []);
const attachments = [
  { name: 'trials.csv', type: 'text/csv', content: 'a,b\r\n1,2\r\n' },
  { name: 'a "b\n\u00fc.svg', type: 'image/svg+xml', content: Buffer.from([0, 255, 128, 10]) },
];
const eml = renderEml(report, post, attachments);

/** What a mail program that we did not write makes of it. */
const reader = `
import sys, json, email, email.policy
m = email.message_from_binary_file(sys.stdin.buffer, policy=email.policy.default)
print(json.dumps({
  'headers': [[k, str(v)] for k, v in m.items()], 'defects': [str(d) for part in m.walk() for d in part.defects],
  'body': m.get_body().get_content(), 'year': m['date'].datetime.year,
  'files': [[a.get_filename(), a.get_content_type(), a.get_payload(decode=True).hex()] for a in m.iter_attachments()]}))`;

interface Read {
  readonly headers: readonly (readonly [string, string])[];
  readonly defects: readonly string[];
  readonly body: string;
  readonly year: number;
  readonly files: readonly (readonly string[])[];
}

const hasPython = spawnSync('python3', ['--version']).status === 0;

test.skipIf(!hasPython)("python's mail package reads body and attachments back, without a defect", () => {
  const read = JSON.parse(execFileSync('python3', ['-c', reader], { input: eml, encoding: 'utf8' })) as Read;
  expect(read.defects).toEqual([]);
  expect(read.body.trimEnd()).toBe(post.trimEnd());
  expect(read.year).toBe(2025);
  expect(read.files).toEqual([
    ['trials.csv', 'text/csv', Buffer.from('a,b\r\n1,2\r\n').toString('hex')],
    ['a__b__.svg', 'image/svg+xml', '00ff800a'],
  ]);
  const names = read.headers.map(([name]) => name);
  expect(names).toEqual(['Subject', 'Date', 'X-Unsent', 'MIME-Version', 'Content-Type']);
});

test('it names no recipient, is plain ASCII, and no line is longer than a mail program takes', () => {
  expect(eml).not.toMatch(/^(To|Cc|Bcc|From):/im);
  for (const line of eml.split('\n')) expect(line).toMatch(/^[\x20-\x7e]{0,78}$/);
});

test('the same run gives the same bytes', () => {
  expect(renderEml(report, post, attachments)).toBe(eml);
});

test('the subject says what was measured, whole and without a verdict', () => {
  const [subject] = renderEml(buildReport(makeRun(exampleRun())), 'post', []).split('\n');
  expect(subject).toBe('Subject: musl 1.2.5, glibc 2.36, jemalloc 5.3.0: times on 2 NUMA nodes');
});
