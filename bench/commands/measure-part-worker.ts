import { parentPort, workerData } from 'node:worker_threads';
import { loadPart } from '../../analysis/load-run.ts';
import { measurePart } from '../../analysis/measures/measured-part.ts';
import { ownArms } from '../../analysis/measures/own-arms.ts';
import { findResamplingEngine } from './choose-resampling-engine.ts';

/** What a thread is started with: which of `count` parts of the run it is to measure. */
export interface PartRequest {
  readonly directory: string;
  readonly count: number;
  readonly part: number;
}

// The entry of a thread: answers with a MeasuredPart, or with undefined where its part of the journal is not as it should be.
const { directory, count, part } = workerData as PartRequest;
const loaded = await loadPart(directory, (plan) => ownArms(plan, count, part));
const isMeasurable = loaded.state === 'loaded' && loaded.part.run.plan.hypotheses === undefined;
parentPort?.postMessage(isMeasurable ? measurePart(loaded.part, findResamplingEngine()) : undefined);
