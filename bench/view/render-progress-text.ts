import type { RunProgress } from './run-progress.ts';

/** How far a run is, in one line. */
export function renderProgressText({ state, done, planned, at, quietSeconds }: RunProgress): string {
  const trials = `${done} of ${planned} trials`;
  if (state === 'ended') return done < planned ? `ended early: ${trials}` : `ended: ${trials}`;
  // Most trials take a second or two; whether one takes long or the run was killed cannot be seen from here.
  const quiet = quietSeconds < 30 ? '' : `; nothing new for ${quietSeconds} s`;
  if (at === null) return `going on: ${trials}, the first is under way${quiet}`;
  const section = at.sections > 1 ? `, section ${at.section} of ${at.sections}` : '';
  const block = at.block === 0 ? 'calibration' : `block ${at.block} of ${at.blocks}`;
  return `going on: ${trials}${section} (${at.machine}), ${block}${quiet}`;
}
