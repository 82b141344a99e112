import { UserError } from '../user-error.ts';
import { parseList } from './parse-value.ts';

/** Largest node number Linux can have on x86-64 (NODES_SHIFT 10). */
const lastNode = 1023;

/**
 * Node numbers of `--nodes`, at least one, in the order given: the first is where `local` runs. Whether a machine has
 * them is decided by the plan. Throws UserError for repeats, ranges and anything that is no number.
 */
export function parseNodes(text: string): number[] {
  const items = parseList('--nodes', text, '0,1');
  const wrong = items.find((item) => !/^\d{1,4}$/.test(item) || Number(item) > lastNode);
  if (wrong !== undefined) {
    throw new UserError(`--nodes has '${wrong}', which is not a node number`, {
      hint: 'write numbers with commas, for example --nodes 0,1',
    });
  }
  const nodes = items.map(Number);
  const twice = nodes.find((node, i) => nodes.indexOf(node) !== i);
  if (twice !== undefined) {
    throw new UserError(`--nodes has ${twice} twice: '${text}'`, { hint: 'name each node once' });
  }
  return nodes;
}

/** Most nodes, and most CPUs of a node, that a guest may have. */
export const largestShape = 8;

/** Nodes and CPUs per node of `--virtual-shape`, for example `2x2`. */
export function parseShape(text: string): { readonly nodes: number; readonly cpusPerNode: number } {
  const match = /^([1-9])x([1-9])$/.exec(text);
  const [nodes, cpusPerNode] = [Number(match?.[1]), Number(match?.[2])];
  if (!(nodes <= largestShape && cpusPerNode <= largestShape)) {
    throw new UserError(`--virtual-shape is not nodes x CPUs per node: '${text}'`, {
      hint: `write 1x1 to ${largestShape}x${largestShape}, for example --virtual-shape 2x2`,
    });
  }
  return { nodes, cpusPerNode };
}
