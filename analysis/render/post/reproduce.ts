import { escapeText } from '../../../results/text/escape-text.ts';
import type { Report } from '../../report.ts';
import { labelled, textWidth } from '../wrap.ts';
import { capLines } from './cap-lines.ts';

/** A file of the run with the sum that `sha256sum` prints of it. */
export interface FileSum {
  readonly name: string;
  readonly sha256: string;
}

const mostCommandLines = 8;
const indent = ' '.repeat(11);
/** A word cut in two would be another command. */
const longestWord = textWidth - indent.length - 4;

/** Commit, command and sums: what it takes to run it again, and to know the data when one has them. */
export function renderReproduction(report: Report, sums: readonly FileSum[]): readonly string[] {
  return [
    '',
    ...renderSource(report),
    ...renderCommand(report),
    ...labelled('Data', `run ${escapeText(report.run.id)}`),
    ...sums.flatMap(({ name, sha256 }) => [`  sha256 of ${escapeText(name)}:`, `    ${sha256}`]),
    '  check it: npx numa-lab verify <run directory or bundle>',
  ];
}

function renderSource({ environment: { lab } }: Report): readonly string[] {
  if (!('value' in lab.commit)) {
    return labelled('Reproduce', `numa-lab ${escapeText(lab.version)}; the commit is not known`);
  }
  const dirty = lab.dirty
    ? labelled(
        '',
        'the source tree had uncommitted changes (dirty): this commit alone does not give the same programs',
      )
    : [];
  return [
    ...labelled('Reproduce', 'in a clone of numa-lab:'),
    ...labelled('', `git checkout ${escapeText(lab.commit.value)}`),
    ...dirty,
  ];
}

function renderCommand({ run }: Report): readonly string[] {
  const words = ['npx numa-lab run', ...(run.flags ?? [])].map(escapeText);
  if (run.flags === null || words.some((word) => word.length > longestWord)) {
    const why = run.flags === null ? 'were not recorded' : 'are too long for this page';
    return labelled('', escapeText(`the flags of the run ${why}; plan.json has every arm, seed ${run.seed}`));
  }
  return capLines(continueLines(words), mostCommandLines);
}

/** Words → lines of a shell command, each but the last ending in a backslash. */
function continueLines(words: readonly string[]): readonly string[] {
  const lines: string[] = [];
  for (const word of words) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + word.length + 3 <= textWidth)
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(`${indent}${lines.length === 0 ? '' : '  '}${word}`);
  }
  return lines.map((line, index) => (index === lines.length - 1 ? line : `${line} \\`));
}
