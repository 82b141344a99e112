import { once } from 'node:events';
import { parentPort, workerData } from 'node:worker_threads';
import { loadPart } from '../../analysis/load-run.ts';
import { observeRun, type Spoken } from '../../analysis/measures/measure-run.ts';
import { type MeasuredPart, measurePart } from '../../analysis/measures/measured-part.ts';
import { ownArms } from '../../analysis/measures/own-arms.ts';
import { findResamplingEngine } from './choose-resampling-engine.ts';

/** What a thread is started with: which of `count` parts of the run it is to measure. */
export interface PartRequest {
  readonly directory: string;
  readonly count: number;
  readonly part: number;
}

/** What it says, in this order: is then told `Spoken` of all parts before it goes on. `torn`: its part of the journal is not as it should be. */
export type PartMessage =
  | { readonly step: 'torn' }
  | { readonly step: 'observed'; readonly spoken: Spoken }
  | { readonly step: 'measured'; readonly part: MeasuredPart };

const { directory, count, part } = workerData as PartRequest;
const loaded = await loadPart(directory, (plan) => ownArms(plan, count, part));
if (loaded.state === 'problem') say({ step: 'torn' });
else {
  const observed = observeRun(loaded.part.run);
  const answer = parentPort === null ? [observed.spoken] : once(parentPort, 'message');
  say({ step: 'observed', spoken: observed.spoken });
  const [spoken] = (await answer) as [Spoken];
  say({
    step: 'measured',
    part: measurePart(loaded.part, observed, spoken, findResamplingEngine()),
  });
}

function say(message: PartMessage): void {
  parentPort?.postMessage(message);
}
