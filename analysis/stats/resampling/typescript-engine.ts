import { bootstrapQuantiles } from './bootstrap-quantiles.ts';
import { bootstrapRatios } from './bootstrap-ratios.ts';
import { countSignFlips } from './count-sign-flips.ts';
import type { ResamplingEngine } from './engine.ts';

/** Draws in this process and thread; what is used where the addon is missing. */
export const typescriptEngine: ResamplingEngine = { countSignFlips, bootstrapRatios, bootstrapQuantiles };
