import { expect, test } from 'vitest';
import { escapeHtml } from './escape-html.ts';

test('nothing of a text can be markup or end an attribute', () => {
  expect(escapeHtml(`<b title="x" id='y'>&`)).toBe('&lt;b title=&quot;x&quot; id=&#39;y&#39;&gt;&amp;');
});

test('control characters and turns of the direction of writing are shown as unknown; lines and tabs stay', () => {
  expect(escapeHtml('a\u001b[31m\u0000b\u202ec\n\td')).toBe('a\ufffd[31m\ufffdb\ufffdc\n\td');
});
