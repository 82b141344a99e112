import type { Report } from '../../results/schema/report.ts';
import { type Block, factRows, items } from './block.ts';

/** A file of the run with the sum that `sha256sum` prints of it. */
export interface FileSum {
  readonly name: string;
  readonly sha256: string;
}

/** A word cut in two would be another command: no page is narrower. */
const longestWord = 57;
/** About ten lines of a post. */
const longestCommand = 600;

/** Commit, command and sums: what it takes to run it again, and to know the data when one has them. */
export function makeReproduction(
  { run, environment: { lab } }: Report,
  sums: readonly FileSum[],
): readonly Block[] {
  const facts = (label: string, texts: readonly string[]): Block => ({
    type: 'facts',
    rows: factRows(label, texts),
  });
  const source: readonly Block[] =
    'value' in lab.commit
      ? [
          facts('Reproduce', ['in a clone of numa-lab:']),
          { type: 'command', words: [`git checkout ${lab.commit.value}`] },
          ...(lab.dirty ? [facts('', [dirtyNote])] : []),
        ]
      : [facts('Reproduce', [`numa-lab ${lab.version}; the commit is not known`])];
  return [
    ...source,
    makeCommand(run),
    facts('Data', [`run ${run.id}`]),
    ...items([
      ...sums.map(({ name, sha256 }) => `sha256 of ${name}: ${sha256}`),
      'check it: npx numa-lab verify <run directory or bundle>',
    ]),
  ];
}

const dirtyNote =
  'the source tree had uncommitted changes (dirty): this commit alone does not give the same programs';

function makeCommand({ flags, seed }: Report['run']): Block {
  const isLong =
    flags?.some((word) => word.length > longestWord) === true ||
    (flags ?? []).join(' ').length > longestCommand;
  if (flags !== null && !isLong) return { type: 'command', words: ['npx numa-lab run', ...flags] };
  const why = isLong ? 'are too long for this page' : 'were not recorded';
  return {
    type: 'facts',
    rows: [['', `the flags of the run ${why}; plan.json has every arm, seed ${seed}`]],
  };
}
