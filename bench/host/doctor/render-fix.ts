import type { Check } from './check.ts';

/**
 * The commands that would fix what did not pass, as a shell script to read and copy: the lab changes no setting of a machine
 * itself. What no command fixes stands in comments. Ends with a newline.
 */
export function renderFix(checks: readonly Check[]): string {
  const open = checks.filter(({ verdict }) => verdict !== 'pass');
  const byCommand = open.filter(({ commands }) => commands.length > 0);
  const byHand = open.filter(({ commands }) => commands.length === 0);
  const script =
    byCommand.length === 0
      ? ['# Nothing to run: no command fixes what did not pass.']
      : [
          '#!/bin/sh',
          '# Nothing of this was run. Read it, then run it as root; most of it lasts until the next boot.',
          'set -eu',
          ...byCommand.flatMap((check) => ['', comment(`${check.id}: ${check.seen}`), ...check.commands]),
        ];
  if (open.length === 0) return '# Nothing to do: every check passed.\n';
  const rest = byHand.map(({ id, seen, remedy }) => comment(`${id}: ${seen}; ${remedy}`));
  const heading = rest.length === 0 ? [] : ['', '# What no command fixes:'];
  return [...script, ...heading, ...rest].map((line) => `${line}\n`).join('');
}

/** One line, whatever the text holds: it must not become a command. */
function comment(text: string): string {
  return `# ${text.replaceAll(/[\r\n]+/g, ' ')}`;
}
