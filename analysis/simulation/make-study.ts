import { detectableEffect } from '../stats/detectable-effect.ts';
import { fewestPairs } from '../stats/fewest-pairs.ts';
import { designs } from './designs.ts';
import { type DriftName, driftModels } from './drift-models.ts';
import { type AdaptiveSetting, measureAdaptive } from './measure-adaptive.ts';
import { type DesignOutcome, measureDesigns, type Simulation, timeMargin } from './measure-designs.ts';
import { type GateSetting, measureGate } from './measure-gate.ts';
import { type NoiseName, noiseShapes } from './noise-shapes.ts';
import type { AdaptiveRow, CalibrationStudy, ComparedDesign, GateRow, OurDesign } from './study.ts';

const drifts = Object.keys(driftModels) as DriftName[];
const noises = Object.keys(noiseShapes) as NoiseName[];
const blocksCompared = 30;
/** Effect of the runs whose coverage is counted: an interval must hold what there is, not only nothing. */
const effectCovered = 0.03;
/** The first step of Holm at 5 % in a family of 20. */
const familyLevel = 0.05 / 20;
/** Half of 5 % is a share that needs more runs to be told from its bound. */
const marginRepeats = 4;
const powerSettings = [
  { effect: 0.01, drift: 'none' },
  { effect: 0.02, drift: 'none' },
  { effect: 0.03, drift: 'none' },
  { effect: 0.02, drift: 'AR(1)' },
] as const;
const blocksStudied = [6, 10, 15, 19, 30, 60];
const adaptiveSettings = [
  { looks: 2, precision: 0 },
  { looks: 3, precision: 0 },
  { looks: 3, precision: 0.01 },
  { looks: 4, precision: 0.02 },
];
const deviation = 0.024;
const controlsStudied = [1, 5, 13, 20, 100, 400];
const gateSettings: readonly Omit<GateSetting, 'deviation'>[] = [
  ...controlsStudied.map((controls) => ({ blocks: 19, bias: 0, controls })),
  ...controlsStudied.map((controls) => ({ blocks: 30, bias: 0, controls })),
  ...[1, 5].flatMap((controls) => [0.02, 0.03].map((bias) => ({ blocks: 19, bias, controls }))),
];

/** Runs the whole study: about two minutes for 2,000 simulations. `onProgress` hears the name of each part as it begins. */
export function makeStudy(
  simulation: Simulation,
  onProgress: (part: string) => void = () => {},
): CalibrationStudy {
  onProgress('designs compared');
  const comparison = makeComparison(simulation);
  const byBlocks = blocksStudied.map((blocks) => {
    onProgress(`${blocks} blocks`);
    return makeOurDesign(blocks, simulation);
  });
  onProgress('adaptive runs');
  const adaptive = adaptiveSettings.map((setting) => makeAdaptiveRow(setting, simulation));
  onProgress('A/A gate');
  const gate = gateSettings.map((setting) => makeGateRow({ ...setting, deviation }, simulation));
  return { ...simulation, comparison, byBlocks, adaptive, gate };
}

function makeComparison(simulation: Simulation): readonly ComparedDesign[] {
  const lognormal = (drift: DriftName, effect: number) =>
    measureDesigns({ drift, noise: 'lognormal', blocks: blocksCompared, effect }, simulation);
  const unchanged = recordOf(drifts, (drift) => lognormal(drift, 0));
  const shaped = recordOf(noises, (noise) =>
    measureDesigns({ drift: 'none', noise, blocks: blocksCompared, effect: effectCovered }, simulation),
  );
  const powered = powerSettings.map((setting) => ({
    ...setting,
    outcomes: lognormal(setting.drift, setting.effect),
  }));
  return designs.map(({ id, title }) => ({
    design: id,
    title,
    falsePositives: recordOf(drifts, (drift) => different(outcomeOf(unchanged[drift], id))),
    coverage: recordOf(noises, (noise) => covered(outcomeOf(shaped[noise], id))),
    power: powered.map(({ effect, drift, outcomes }) => ({
      effect,
      drift,
      found: different(outcomeOf(outcomes, id)),
    })),
    width: drifts.map((drift) => ({ drift, width: outcomeOf(unchanged[drift], id).width })),
  }));
}

function makeOurDesign(blocks: number, simulation: Simulation): OurDesign {
  const ours = (drift: DriftName, noise: NoiseName, effect: number, repeats = 1, confidence = 0.95) =>
    outcomeOf(
      measureDesigns(
        { drift, noise, blocks, effect },
        { ...simulation, simulations: repeats * simulation.simulations },
        { only: ['signed rank'], confidence },
      ),
      'signed rank',
    );
  const plain = (effect: number) => ours('none', 'lognormal', effect);
  const { width } = plain(0);
  const detectable = Math.expm1(
    detectableEffect({ lower: 0, upper: width, confidence: 0.95, level: 0.05, power: 0.8 }),
  );
  return {
    blocks,
    falsePositives: recordOf(drifts, (drift) => different(ours(drift, 'lognormal', 0))),
    coverage: recordOf(noises, (noise) => covered(ours('none', noise, effectCovered))),
    equivalentAtMargin: equivalent(ours('none', 'lognormal', timeMargin, marginRepeats)),
    equivalentWithoutEffect: equivalent(plain(0)),
    detectable,
    foundDetectable: different(plain(detectable)),
    foundInFamily:
      blocks < fewestPairs(familyLevel)
        ? null
        : different(ours('none', 'lognormal', timeMargin, 1, 1 - familyLevel)),
  };
}

function makeAdaptiveRow(
  looksAndPrecision: Pick<AdaptiveSetting, 'looks' | 'precision'>,
  simulation: Simulation,
): AdaptiveRow {
  const measure = (drift: DriftName, noise: NoiseName, effect: number) =>
    measureAdaptive({ ...looksAndPrecision, drift, noise, effect }, simulation);
  return {
    ...looksAndPrecision,
    falsePositives: recordOf(drifts, (drift) => different(measure(drift, 'lognormal', 0))),
    coverage: recordOf(noises, (noise) => covered(measure('none', noise, effectCovered))),
    equivalentAtMargin: equivalent(measure('none', 'lognormal', timeMargin)),
    blocks: measure('none', 'lognormal', 0).blocks,
  };
}

function makeGateRow(setting: GateSetting, simulation: Simulation): GateRow {
  const { simulations: of, ...counts } = measureGate(setting, simulation);
  const { controls, blocks, bias } = setting;
  return {
    controls,
    blocks,
    bias,
    different: { count: counts.different, of },
    passedStrictly: { count: counts.passedStrictly, of },
    passed: { count: counts.passed, of },
  };
}

function different({ different: count, simulations: of }: { different: number; simulations: number }) {
  return { count, of };
}

function covered({ covered: count, simulations: of }: { covered: number; simulations: number }) {
  return { count, of };
}

function equivalent({ equivalent: count, simulations: of }: { equivalent: number; simulations: number }) {
  return { count, of };
}

function outcomeOf(outcomes: readonly DesignOutcome[], id: DesignOutcome['design']): DesignOutcome {
  const found = outcomes.find(({ design }) => design === id);
  if (found === undefined) throw new RangeError(`design ${id} was not measured`);
  return found;
}

function recordOf<K extends string, V>(keys: readonly K[], make: (key: K) => V): Readonly<Record<K, V>> {
  return Object.fromEntries(keys.map((key) => [key, make(key)])) as Record<K, V>;
}
