import type { Report } from '../../results/schema/report.ts';
import { type Block, heading } from './block.ts';
import { nodesText } from './names.ts';

/** What the run was made to find out: what stands first must not name a winner. */
export function makeQuestion({ sections, run }: Report): readonly Block[] {
  const nodes = sections.find((section) => section.purpose === 'nodes')?.nodes;
  if (run.hypotheses.length > 0) {
    const where = nodes === undefined ? 'on one NUMA node' : `on nodes ${nodes.join(', ')}`;
    const ids = run.hypotheses.join(', ');
    return ask(`do these hypotheses about malloc and pthreads hold ${where}: ${ids}?`);
  }
  if (nodes === undefined)
    return ask('what do malloc and pthreads of these libcs cost on one NUMA node, where nothing is remote?');
  return ask(
    `where do malloc and pthreads of these libcs put memory, thread-local storage and stacks when threads run on ${nodesText(nodes)}?`,
  );
}

function ask(question: string): readonly Block[] {
  return [heading('title', `Question: ${question}`)];
}
