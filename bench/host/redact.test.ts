import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { redact, redactText } from './redact.ts';

const identity = { homeDirectory: '/home/ada', names: ['engine', 'ada', '0123456789abcdef'] };

describe('redactText', () => {
  test.each([
    ['-specs=/home/ada/.cache/x/musl.specs -O2', '-specs=~/.cache/x/musl.specs -O2'],
    ['/home/charles/bin/gcc', '~/bin/gcc'],
    ['6.1.0-engine (ada@engine)', '6.1.0-<removed> (<removed>@<removed>)'],
    ['id 0123456789abcdef', 'id <removed>'],
  ])('cleans %j', (text, clean) => {
    expect(redactText(text, identity)).toBe(clean);
  });

  test.each(['engines', 'nevada', '/home', 'Canada'])('leaves %j, which only contains a name', (text) => {
    expect(redactText(text, identity)).toBe(text);
  });

  test('takes nothing away for a machine id that is empty, as in fresh containers', () => {
    expect(redactText('gcc 12.2.0, musl', { homeDirectory: '/home/ada', names: [''] })).toBe(
      'gcc 12.2.0, musl',
    );
  });

  test('does not take the home of root for a part of another path', () => {
    const root = { homeDirectory: '/root', names: ['root'] };
    expect(redactText('/root/x:/rootfs/y:/root', root)).toBe('~/x:/rootfs/y:~');
  });

  test('takes names literally, whatever they are made of', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, maxLength: 8 }), (name) => {
        expect(redactText(`<${name}>`, { homeDirectory: '/', names: [name] })).toBeTypeOf('string');
      }),
    );
    expect(redactText('a.c abc', { homeDirectory: '/', names: ['a.c'] })).toBe('<removed> abc');
  });
});

describe('redact', () => {
  test('reaches every text of a nested value and keeps the rest', () => {
    const value = { list: ['on engine', 7, null], nested: { flag: true, path: '/home/ada' } };
    expect(redact(value, identity)).toEqual({
      list: ['on <removed>', 7, null],
      nested: { flag: true, path: '~' },
    });
  });
});
