import { bootstrapQuantiles, bootstrapRatios } from './bootstrap-ends.ts';
import { countSignFlips } from './count-sign-flips.ts';
import type { ResamplingEngine } from './engine.ts';

/** Draws in this process and thread; what is used where the addon is missing. */
export const typescriptEngine: ResamplingEngine = { countSignFlips, bootstrapRatios, bootstrapQuantiles };
