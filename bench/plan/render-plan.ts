import { strictestLevel } from '../../results/schema/family.ts';
import type { Plan, ProcessSpec, Section } from '../../results/schema/plan.ts';
import { counted } from '../../results/text/counted.ts';
import { renderDuration } from '../render-duration.ts';
import { makeArmLabels } from './arms/arm-label.ts';
import type { PlanEstimate } from './estimate-plan.ts';

/** The plan for people: a table of arms for each section, what was chosen and why, and how long it takes. */
export function renderPlan(
  plan: Plan,
  { notices, estimate }: { readonly notices: readonly string[]; readonly estimate: PlanEstimate },
): string {
  const sections = plan.sections.map((section, i) => {
    const seconds = estimate.sections[i] ?? 0;
    return renderSection(section, plan.baseline, seconds);
  });
  const head = `${plan.preset} plan, seed ${plan.seed}, baseline ${plan.baseline}, about ${renderDuration(estimate.seconds)}`;
  const hypotheses = (plan.hypotheses ?? []).map(({ id, arms }) => `${id} (${counted(arms.length, 'arm')})`);
  const judged = hypotheses.length === 0 ? [] : [`hypotheses: ${hypotheses.join(', ')}`];
  return `${[head, ...judged, ...renderFamily(plan), ...notices.map((notice) => `- ${notice}`), '', sections.join('\n\n')].join('\n')}\n`;
}

/** What the run is to decide, and how small the p of so many blocks can be beside what that asks. */
function renderFamily({ family }: Plan): readonly string[] {
  if (family === undefined || family.comparisons.length === 0) return [];
  const { comparisons, controls, looks, alpha, margin, precision } = family;
  const level = strictestLevel(alpha, comparisons.length, looks.length);
  const reach = `level ${level.toPrecision(2)} at ${looks.length === 1 ? 'the end' : 'each look'}`;
  const ends =
    precision === null
      ? ''
      : `; looks after ${looks.join(', ')} blocks, and ends at one where all are known to ${precision * 100} %`;
  return [
    `verdicts: ${counted(comparisons.length, 'comparison')}, ${counted(controls.length, 'A/A control')}, margin ${margin * 100} %, ${reach}${ends}`,
  ];
}

function renderSection(section: Section, baseline: string, seconds: number): string {
  const what = section.machine === 'virtual' ? 'counts' : 'times';
  const sampled = section.arms.find((arm) => arm.memorySampleHz !== undefined)?.memorySampleHz;
  const sampling = sampled === undefined ? '' : `, memory over time at ${sampled}/s in mode count`;
  const head =
    `${section.machine} (${what}, ${renderMachine(section)}${sampling}): ${counted(section.arms.length, 'arm')}, ` +
    `${counted(section.blocks, 'block')}, ${counted(section.trials.length, 'trial')}, about ${renderDuration(seconds)}`;
  const label = makeArmLabels(section.arms);
  const rows = section.arms.map((arm) => {
    const cpus = arm.processes.map((one) => one.threads.map(({ node, cpu }) => `${node}:${cpu}`).join(','));
    const control = arm.control ? ` (A/A control: ${baseline} again)` : '';
    const memory = arm.processes.map(memoryPolicy).join(' + ');
    return [arm.id, arm.mode, cpus.join(' + '), memory, `${label(arm)}${control}`] as const;
  });
  const header = ['arm', 'mode', 'node:cpu', 'memory', 'what'] as const;
  return [head, ...renderColumns([header, ...rows]).map((line) => `  ${line}`)].join('\n');
}

/** The memory part of the process's numactl arguments, by which placements on the same CPUs differ. */
function memoryPolicy({ numactl }: ProcessSpec): string {
  const policy = numactl.filter((argument) => !/^--(cpunodebind|physcpubind)=/.test(argument));
  return policy.length === 0 ? 'default' : policy.map((argument) => argument.replace(/^--/, '')).join(' ');
}

function renderMachine(section: Section): string {
  const nodes = `nodes ${section.nodes.join(',')}`;
  if (section.machine === 'host')
    return section.purpose === 'one-node' ? `one node: ${section.nodes[0]}` : nodes;
  const { shape, settings, freshGuest, perturb } = section;
  return [
    `${shape.nodes}x${shape.cpusPerNode}`,
    `${shape.memoryPerNodeBytes / 2 ** 20}M per node`,
    nodes,
    `numa_balancing ${settings.numaBalancing}`,
    `THP ${settings.transparentHugepage}`,
    `ASLR ${settings.addressRandomisation}`,
    `fresh guest per ${freshGuest}${perturb ? ', perturbed' : ', same state'}`,
  ].join(', ');
}

function renderColumns(rows: readonly (readonly string[])[]): string[] {
  const widths = rows[0]?.map((_, i) => Math.max(...rows.map((row) => row[i]?.length ?? 0))) ?? [];
  return rows.map((row) =>
    row
      .map((cell, i) => cell.padEnd(widths[i] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}
