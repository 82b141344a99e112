import { blocksAtLook } from '../../results/schema/family.ts';
import type { Section } from '../../results/schema/plan.ts';
import { renderDuration } from '../render-duration.ts';
import type { RunRequest } from '../request/run-request.ts';
import { UserError } from '../user-error.ts';
import { estimateSection } from './estimate-plan.ts';
import { type FamilyPairs, fewestBlocksOf } from './make-family.ts';
import type { Preset } from './presets.ts';

export interface BlockContext {
  readonly request: Pick<RunRequest, 'blocks' | 'precision' | 'maxSeconds'>;
  readonly preset: Pick<Preset, 'blocks' | 'budgetSeconds'>;
  readonly machine: Section['machine'];
  readonly arms: number;
  /** What the sections before it take. */
  readonly secondsBefore: number;
  readonly pairs: FamilyPairs;
}

/** Looks of a run with --precision and no --max-time: 15, 30 and 60 blocks. */
const usualLooks = 3;
const mostBlocks = 1000;

/**
 * After how many blocks the data of a section are looked at; the last look is its end. --blocks says it; else a guest's are fixed by the
 * preset, and the host gets as many as fit into the time. Throws UserError where the time is too short for what was asked.
 */
export function chooseLooks(context: BlockContext): readonly number[] {
  const { request, preset, machine } = context;
  if (request.blocks !== undefined) return [request.blocks];
  if (machine === 'virtual') return [preset.blocks.virtual];
  if (request.precision !== undefined) return chooseAdaptive(context);
  return [chooseFixed(context)];
}

function chooseFixed(context: BlockContext): number {
  const { request, preset, pairs } = context;
  const { least: atLeast, most } = preset.blocks.host;
  if (atLeast === most) return most;
  const least = Math.max(atLeast, fewestBlocksOf(pairs));
  const { maxSeconds } = request;
  if (maxSeconds === undefined) {
    return Math.max(least, Math.min(most, fittingBlocks(context, preset.budgetSeconds)));
  }
  const fitting = fittingBlocks(context, maxSeconds);
  if (fitting < least) throw tooShort(context, maxSeconds, least);
  return Math.min(mostBlocks, fitting);
}

/** Looks that fit into the time; the first ones are left out where so few blocks cannot decide so many comparisons. */
function chooseAdaptive(context: BlockContext): readonly number[] {
  const { request, pairs } = context;
  const { maxSeconds } = request;
  const fitting =
    maxSeconds === undefined
      ? blocksAtLook(usualLooks)
      : Math.min(mostBlocks, fittingBlocks(context, maxSeconds));
  const all: number[] = [];
  for (let look = 1; blocksAtLook(look) <= fitting; look += 1) all.push(blocksAtLook(look));
  const first = all.findIndex((blocks, i) => blocks >= fewestBlocksOf(pairs, all.length - i));
  if (first !== -1) return all.slice(first);
  if (maxSeconds === undefined) return [...all, fewestBlocksOf(pairs, 1)].slice(-1);
  throw tooShort(context, maxSeconds, firstPossibleLook(pairs));
}

function firstPossibleLook(pairs: FamilyPairs): number {
  for (let look = 1; ; look += 1) {
    if (blocksAtLook(look) >= fewestBlocksOf(pairs, 1)) return blocksAtLook(look);
  }
}

function secondsOfBlock({ machine, arms }: BlockContext): number {
  return estimateSection(machine, arms) - estimateSection(machine, 0);
}

function fittingBlocks(context: BlockContext, seconds: number): number {
  const left = seconds - context.secondsBefore;
  return Math.floor(left / Math.max(secondsOfBlock(context), Number.MIN_VALUE));
}

function tooShort(context: BlockContext, seconds: number, blocks: number): UserError {
  const needed = context.secondsBefore + blocks * secondsOfBlock(context);
  return new UserError(
    `--max-time ${renderDuration(seconds)} is too short: ${blocks} blocks, the fewest that decide anything, take about ${renderDuration(needed)}`,
    { hint: 'give more time, or fewer --workloads, --placements or --targets' },
  );
}
