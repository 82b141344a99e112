import { escapeText } from '../../../results/text/escape-text.ts';
import type { Report } from '../../report.ts';
import { labelled } from '../wrap.ts';
import { capLines, capList } from './cap-lines.ts';

const mostTargets = 7;
const mostLines = 10;

/** Which libc and allocator each target proved to be, the baseline first as planned. */
export function renderCompared({ run, environment: { targets } }: Report): readonly string[] {
  const told = Object.entries(targets)
    .filter(([name]) => !run.controlLabels.includes(name))
    .map(
      ([
        name,
        {
          proof: { libc, allocator },
        },
      ]) => {
        const libcText = `${libc.name} ${libc.version} ${libc.link}`;
        return escapeText(`${name}: ${libcText}, ${allocator.name} ${allocator.version}`);
      },
    );
  const lines = capList(told, mostTargets, 'targets').flatMap((text, index) =>
    capLines(labelled(index === 0 ? 'Compared' : '', text), 2),
  );
  return capLines(lines, mostLines);
}
