import { expect, test } from 'vitest';
import { policyOf } from './reply.ts';

const declaring = (policy: string) =>
  `<!doctype html><html><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${policy}">`;

test('the policy that a report declares in its head is sent too', () => {
  expect(policyOf(declaring("default-src 'none'; script-src 'sha256-abc='"))).toBe(
    "default-src 'none'; script-src 'sha256-abc='; frame-ancestors 'self'",
  );
  expect(policyOf(declaring('default-src &#39;none&#39;;'))).toBe(
    "default-src 'none'; frame-ancestors 'self'",
  );
});

test('a report that declares none runs no script', () => {
  expect(policyOf('<p>text</p>')).toMatch(/^default-src 'none'/);
  expect(policyOf('<p>text</p>')).not.toContain('script-src');
});

test('what stands far into a document declares nothing, and line ends do not get into the header', () => {
  expect(policyOf(`<p>${'x'.repeat(5000)}${declaring("script-src 'unsafe-inline'")}`)).not.toContain(
    'script-src',
  );
  expect(policyOf(declaring("default-src 'none';\r\nX-Evil: 1"))).not.toMatch(/[\r\n]/);
});
