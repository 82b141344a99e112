import { parseCpuList } from '../host/topology/cpulist.ts';
import { UserError } from '../user-error.ts';
import { listOf, type Parse } from './parse-value.ts';

/** Largest node number Linux can have on x86-64 (NODES_SHIFT 10). */
const lastNode = 1023;

const oneNode: Parse<number> = (text, flag) => {
  if (/^\d{1,4}$/.test(text) && Number(text) <= lastNode) return Number(text);
  throw new UserError(`${flag} has '${text}', which is not a node number`, {
    hint: `write numbers with commas, for example ${flag} 0,1`,
  });
};

/**
 * Node numbers, at least one, in the order given: the first is where `local` runs. Whether a machine has them is decided by the
 * plan. Throws UserError for repeats, ranges and anything that is no number.
 */
export const nodeList: Parse<number[]> = (text, flag) =>
  withoutRepeats(listOf(oneNode, '0,1')(text, flag), text, flag, 'node');

/** CPU numbers in the order in which threads take them, so ranges are allowed and sorting is not. Throws UserError. */
export const cpuList: Parse<number[]> = (text, flag) =>
  withoutRepeats(listOf(cpuRange, '0-3,8')(text, flag).flat(), text, flag, 'CPU');

const cpuRange: Parse<number[]> = (text, flag) => {
  try {
    return parseCpuList(text);
  } catch (cause) {
    if (!(cause instanceof UserError)) throw cause;
    throw new UserError(`${flag} has '${text}', which is no CPU number or range`, {
      hint: `write numbers and ranges, for example ${flag} 0-3,8`,
      cause,
    });
  }
};

/** Numbers may be written in two ways, `0` and `00`, which a list of texts does not notice. */
function withoutRepeats(numbers: number[], text: string, flag: string, what: string): number[] {
  const twice = numbers.find((number, i) => numbers.indexOf(number) !== i);
  if (twice === undefined) return numbers;
  throw new UserError(`${flag} has ${twice} twice: '${text}'`, { hint: `name each ${what} once` });
}

/** Most nodes, and most CPUs of a node, that a guest may have. */
export const largestShape = 8;

/** Nodes and CPUs per node of a guest, for example `2x2`. Throws UserError. */
export const shape: Parse<{ readonly nodes: number; readonly cpusPerNode: number }> = (text, flag) => {
  const match = /^([1-9])x([1-9])$/.exec(text);
  const [nodes, cpusPerNode] = [Number(match?.[1]), Number(match?.[2])];
  if (nodes <= largestShape && cpusPerNode <= largestShape) return { nodes, cpusPerNode };
  throw new UserError(`${flag} is not nodes x CPUs per node: '${text}'`, {
    hint: `write 1x1 to ${largestShape}x${largestShape}, for example ${flag} 2x2`,
  });
};
