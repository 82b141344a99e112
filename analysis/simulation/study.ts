import type { Design } from './designs.ts';
import type { DriftName } from './drift-models.ts';
import type { NoiseName } from './noise-shapes.ts';
import type { Share } from './share.ts';

/** Everything that the calibration by simulation found; the same simulations and seed give the same value. */
export interface CalibrationStudy {
  readonly simulations: number;
  readonly seed: number;
  /** All designs at 30 blocks and equal cost. */
  readonly comparison: readonly ComparedDesign[];
  /** Our design at other numbers of blocks. */
  readonly byBlocks: readonly OurDesign[];
  readonly adaptive: readonly AdaptiveRow[];
  readonly gate: readonly GateRow[];
}

export interface ComparedDesign {
  readonly design: Design['id'];
  readonly title: string;
  readonly falsePositives: Readonly<Record<DriftName, Share>>;
  readonly coverage: Readonly<Record<NoiseName, Share>>;
  /** Share of runs that found an effect of so many per cent, log-normal noise, without drift and under AR(1). */
  readonly power: readonly { readonly effect: number; readonly drift: DriftName; readonly found: Share }[];
  /** Median widths of the interval of the log ratio. */
  readonly width: readonly { readonly drift: DriftName; readonly width: number }[];
}

export interface OurDesign {
  readonly blocks: number;
  readonly falsePositives: Readonly<Record<DriftName, Share>>;
  readonly coverage: Readonly<Record<NoiseName, Share>>;
  /** Runs that called an effect exactly at the margin equivalent, and runs that called no effect so. */
  readonly equivalentAtMargin: Share;
  readonly equivalentWithoutEffect: Share;
  /** The median effect that runs print as detectable with 80 %, as a ratio - 1, and how many found one of that size. */
  readonly detectable: number;
  readonly foundDetectable: Share;
  /** Runs that found an effect of 3 % at 5 %/20, the first step of Holm in a family of 20; null for fewer blocks than that takes. */
  readonly foundInFamily: Share | null;
}

export interface AdaptiveRow {
  readonly looks: number;
  readonly precision: number;
  readonly falsePositives: Readonly<Record<DriftName, Share>>;
  readonly coverage: Readonly<Record<NoiseName, Share>>;
  readonly equivalentAtMargin: Share;
  /** Mean blocks used without effect and drift. */
  readonly blocks: number;
}

export interface GateRow {
  readonly controls: number;
  readonly blocks: number;
  readonly bias: number;
  readonly different: Share;
  readonly passedStrictly: Share;
  readonly passed: Share;
}
