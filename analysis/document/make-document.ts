import type { Report } from '../../results/schema/report.ts';
import type { Block } from './block.ts';
import { makeCalibration } from './calibration.ts';
import { makeConclusion, makeLimits } from './caveats.ts';
import { makeChartFigures } from './charts.ts';
import { makeDecided } from './decided.ts';
import { makeDoubts, makeFewDoubts, makeValidityLine } from './doubts.ts';
import { listVerdicts, makeAllVerdicts, makeFindings, makeRequirements, makeVerdicts } from './findings.ts';
import { makeHeadlines, makePostHeadlines } from './headlines/make-headlines.ts';
import { makeTopicTables } from './headlines/topic-tables.ts';
import { makeMethod } from './method.ts';
import { makeQuestion } from './question.ts';
import { makeReproduction } from './reproduce.ts';
import { makeInShort, makeResults } from './results/leads.ts';
import { makeMachines } from './results/machine.ts';
import { makeMatrix } from './results/matrix.ts';
import { makeMetrics } from './results/metrics.ts';
import { makeAllVariance } from './results/variance.ts';
import { makeRunFacts } from './run-facts.ts';
import type { Beside, Maker, Output, Section } from './section.ts';
import { makeVerdictCounts, makeVerdictTables } from './times.ts';
import { makeTrialCounts, makeTrials } from './trials.ts';
import { makeBelief, makeControls, makeTiming, makeValidity } from './validity.ts';

type SectionRow = Partial<Omit<Section, 'blocks'>> & { readonly id: string } & Partial<Record<Output, Maker>>;

/** Every section in its order, with what each output has of it. An output without a maker leaves it out. */
const sectionTable: readonly SectionRow[] = [
  { id: 'question', full: makeQuestion, markdown: makeQuestion },
  // The page has the title of its part above it, the post none.
  { id: 'headlines', post: makePostHeadlines, page: makeHeadlines },
  {
    id: 'headlines',
    title: 'Findings',
    ...{ full: makeHeadlines, summary: makeHeadlines, markdown: makeHeadlines },
  },
  { id: 'validity-line', page: makeValidityLine },
  { id: 'matrix', matrix: makeMatrix },
  { id: 'method', markdown: makeMethod },
  {
    id: 'findings',
    title: 'Hypotheses: verdicts by rules that were fixed before the run',
    ...{ full: makeFindings, markdown: makeFindings, summary: makeVerdicts },
  },
  { id: 'in-short', title: 'In short', full: makeInShort },
  {
    id: 'times',
    title: 'Thread time per operation',
    shortened: 'tables of times',
    ...{ post: makeVerdictTables, markdown: makeVerdictTables, summary: makeVerdictCounts },
  },
  {
    id: 'results',
    title: 'Results',
    ...{ shortened: 'tables of results', post: makeTopicTables, markdown: makeResults },
  },
  {
    id: 'requirements',
    title: 'Requirements on a NUMA-aware allocator and pthreads, as far as these go',
    ...{ full: makeRequirements, markdown: makeRequirements },
  },
  { id: 'run', full: makeRunFacts },
  {
    id: 'calibration',
    title: 'C1 calibration: does first touch decide where a page lies?',
    ...{ full: makeCalibration, summary: makeCalibration },
  },
  { id: 'machines', full: makeMachines },
  { id: 'metrics', title: 'Metrics', full: makeMetrics },
  { id: 'trial-counts', summary: makeTrialCounts },
  { id: 'trials', part: 'failed', full: makeTrials, summary: makeTrials, page: makeTrials },
  { id: 'timing', summary: makeTiming },
  { id: 'control', title: 'A/A control: the baseline against itself', summary: makeControls },
  { id: 'validity', full: makeValidity, summary: makeBelief },
  { id: 'doubts', title: 'What speaks against it', post: makeFewDoubts, markdown: makeDoubts },
  { id: 'conclusion', title: 'What may and may not be concluded', full: makeConclusion },
  {
    id: 'limits',
    title: 'What this does not show',
    markdown: makeLimits,
  },
  { id: 'reproduction', post: reproduce, markdown: reproduce },
  { id: 'verdicts', post: listVerdicts },
  { id: 'charts', part: 'charts', page: (report, { baselines }) => makeChartFigures(report, baselines) },
  {
    id: 'verdicts',
    title: 'Hypotheses: verdicts by rules that were fixed before the run',
    part: 'tables',
    page: makeAllVerdicts,
  },
  {
    id: 'requirements',
    title: 'Requirements on a NUMA-aware allocator and pthreads, as far as these go',
    part: 'tables',
    page: makeRequirements,
  },
  { id: 'decided', title: 'What this run could decide', part: 'tables', page: makeDecided },
  { id: 'variance', part: 'tables', page: makeAllVariance },
  {
    id: 'full-report',
    part: 'tables',
    page: (_, { fullLines }) =>
      fold('The whole report as text, with the numbers of every metric', 'the report as text', fullLines),
  },
  {
    id: 'environment',
    part: 'environment',
    page: ({ environment }) =>
      fold(
        'Machine, tools and programs',
        'the environment as JSON',
        JSON.stringify(environment, null, 2).split('\n'),
      ),
  },
];

function reproduce(report: Report, { sums }: Beside): readonly Block[] {
  return makeReproduction(report, sums);
}

function fold(summary: string, label: string, lines: readonly string[]): readonly Block[] {
  return [{ type: 'fold', summary, blocks: [{ type: 'code', label, lines }] }];
}

/** Report → what one output says of it, section by section. Sections without a block are left out. */
export function makeDocument(
  report: Report,
  output: Output,
  { sums = [], baselines = new Map(), fullLines = [] }: Partial<Beside> = {},
): readonly Section[] {
  return sectionTable.flatMap((row) => {
    const blocks = row[output]?.(report, { sums, baselines, fullLines }) ?? [];
    const { id, title = '', part = 'summary', shortened = '' } = row;
    return blocks.length === 0 ? [] : [{ id, title, part, shortened, blocks }];
  });
}
