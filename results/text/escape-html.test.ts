import { expect, test } from 'vitest';
import { escapeHtml, escapeJson } from './escape-html.ts';

test('nothing of a text can be markup or end an attribute', () => {
  expect(escapeHtml(`<b title="x" id='y'>&`)).toBe('&lt;b title=&quot;x&quot; id=&#39;y&#39;&gt;&amp;');
});

test('control characters and turns of the direction of writing are shown by their code; lines and tabs stay', () => {
  expect(escapeHtml('a\u001b[31m\u0000b\u202ec\n\td')).toBe('a\\u{1b}[31m\\u{0}b\\u{202e}c\n\td');
});

test('no text of a JSON value ends the script element that it is in', () => {
  const value = { name: '</script><!--<script>\u2028' };
  expect(escapeJson(value)).not.toMatch(/[<\u2028]/);
  expect(JSON.parse(escapeJson(value))).toEqual(value);
});
