import type { Report } from '../../../results/schema/report.ts';
import type { EstimateRow } from '../../../results/schema/report-rows.ts';
import { counted } from '../../../results/text/counted.ts';
import { chooseLargestDifference, pointValues } from '../../charts/parts/largest-difference.ts';
import { askedKey } from '../../format/name-cells.ts';
import { groupBy } from '../../load/group-by.ts';
import { capitalized, type Headline } from './headline.ts';
import { sizedBlocksOf, type Topic } from './topic.ts';
import { type Cell, differenceOf, listValues, sayValues } from './values.ts';

/** The placement that asks the question; the others are reference points. */
const leadPlacement = 'spread';
const processPerNode = 'split';

/** What a topic says of a section: the cell in which targets differ most, then its other levels, then where they differ least. Undefined without data. */
export function makeEstimateHeadline(report: Report, section: number, topic: Topic): Headline | undefined {
  const all = listTopicRows(report, section, topic);
  const isLed = all.some(({ placement }) => placement === leadPlacement);
  const shown = isLed ? all.filter(({ placement }) => placement === leadPlacement) : all;
  const cells = [...groupBy(shown, (row) => askedKey(row)).values()];
  const along = topic.along === undefined ? [] : [topic.along.parameter];
  const curves = groupBy(cells, ([row]) => (row === undefined ? '' : askedKey(row, along)));
  const most = Math.max(0, ...[...curves.values()].map((curve) => curve.length));
  const candidates = [...curves.values()].filter((curve) => curve.length === most).flat();
  // Of equals the last: the highest level of a parameter.
  const chosen = chooseLargestDifference(
    candidates.toReversed(),
    (cell) => pointValues(report, cell, topic.metric),
    topic.apart,
  );
  const row = chosen?.cell[0];
  if (chosen === undefined || row === undefined) return undefined;
  if (shown.every(({ estimate }) => (estimate?.point ?? 0) < (topic.atLeast ?? 0))) return undefined;
  const parts = {
    curve: curves.get(askedKey(row, along)) ?? [],
    split: processPerNodeCell(all, row, topic),
    others: otherSizes(cells, row, topic),
  };
  const used = [chosen.cell, ...parts.curve, ...parts.split, ...parts.others];
  const estimates = used.flat().flatMap(({ estimate }) => estimate ?? []);
  const later = [
    ...curveSentences(report, parts.curve, topic),
    ...parts.split.map((cell) => `With a process per node: ${listValues(report, cell)}.`),
    ...leastSentences(report, parts.others, topic),
    ...besideSentences(report, row, topic),
  ];
  const [n, ...otherNs] = new Set(estimates.map((estimate) => estimate.n));
  const throughout = later.length > 0 && otherNs.length === 0 ? [`All n=${n}.`] : [];
  return {
    ...{ section, workload: row.workload, about: topic.about, estimates },
    lead: `${sayValues(report, chosen.cell, topic)}.`,
    rest: [
      `${capitalized(whereText(row, topic))}${noteText(topic, parts.curve.length)}.`,
      ...(otherNs.length === 0 ? later.map((text) => text.replaceAll(`, n=${n}`, '')) : later),
      ...throughout,
    ].join(' '),
    alike: `${topic.about}: ${listValues(report, chosen.cell)}`,
    question: topic.question ?? '',
    differs: differenceOf([chosen.cell, ...parts.curve, ...parts.others], topic.apart),
  };
}

/** The rows of a section that a topic is about, with numbers, without the control. */
export function listTopicRows(
  { estimates, sections }: Report,
  section: number,
  topic: Topic,
): readonly EstimateRow[] {
  if (sections[section]?.purpose === 'one-node' && topic.anywhere !== true) return [];
  return estimates.filter(
    (row) =>
      row.section === section &&
      row.metric === topic.metric &&
      topic.of(row) &&
      !row.control &&
      row.mode !== 'latency' &&
      row.estimate !== null,
  );
}

function processPerNodeCell(all: readonly EstimateRow[], row: EstimateRow, topic: Topic): readonly Cell[] {
  if (topic.processPerNode !== true || row.placement === processPerNode) return [];
  const key = askedKey(row, ['placement']);
  const own = all.filter((one) => one.placement === processPerNode && askedKey(one, ['placement']) === key);
  return own.length === 0 ? [] : [own];
}

function otherSizes(cells: readonly Cell[], row: EstimateRow, { sizes = [] }: Topic): readonly Cell[] {
  const key = askedKey(row, sizes);
  return cells.filter(
    ([one]) => one !== undefined && askedKey(one, sizes) === key && sizedBlocksOf(one) !== sizedBlocksOf(row),
  );
}

function noteText({ note }: Topic, levels: number): string {
  return note === undefined ? '' : `; ${note(levels)}`;
}

function whereText(row: EstimateRow, { along }: Topic): string {
  const value = along === undefined ? undefined : row.parameters[along.parameter];
  const level = along === undefined || value === undefined ? '' : `, ${along.at(value)}`;
  const nodes = row.nodes.length < 2 ? `on node ${row.nodes.join()}` : `on ${row.nodes.length} nodes`;
  const race =
    row.scheduleDependent && row.machine === 'virtual'
      ? ', in the order in which the emulator ran them: the direction alone carries over'
      : '';
  return `${counted(row.threads, 'thread')} ${nodes}${level}${race}`;
}

/** Every level of the parameter that decides, in its order; neighbours that are alike together. */
function curveSentences(report: Report, curve: readonly Cell[], { along }: Topic): readonly string[] {
  if (along === undefined || curve.length < 2) return [];
  const value = ([row]: Cell) => row?.parameters[along.parameter] ?? '';
  const sorted = curve.toSorted((a, b) => Number(value(a)) - Number(value(b)));
  const runs: { from: string; to: string; text: string }[] = [];
  for (const cell of sorted) {
    const text = listValues(report, cell);
    const last = runs.at(-1);
    const name = (along.level ?? String)(value(cell));
    if (last?.text === text) last.to = name;
    else runs.push({ from: name, to: name, text });
  }
  const texts = runs.map(({ from, to, text }) => `${from === to ? from : `${from} to ${to}`}: ${text}`);
  return [`${along.caption}: ${texts.join('; ')}.`];
}

/** The price, in the same trials. */
function besideSentences(report: Report, row: EstimateRow, { beside }: Topic): readonly string[] {
  if (beside === undefined) return [];
  const own = report.estimates.filter(
    (one) =>
      one.metric === beside.metric &&
      !one.control &&
      one.estimate !== null &&
      askedKey({ ...one, subject: '' }) === askedKey({ ...row, subject: '' }),
  );
  return own.length === 0 ? [] : [`${beside.caption}: ${listValues(report, own)}.`];
}

/** Where a difference is least: the strength beside the loss. */
function leastSentences(report: Report, others: readonly Cell[], topic: Topic): readonly string[] {
  const spread = (cell: Cell) => {
    const values = pointValues(report, cell, topic.metric).map(({ value }) => value);
    return values.length < 2 ? Math.max(0, ...values) : Math.max(...values) - Math.min(...values);
  };
  const [least] = others.toSorted((a, b) => spread(a) - spread(b));
  const row = least?.[0];
  if (least === undefined || row === undefined) return [];
  const of = others.length < 2 ? '' : `least of ${others.length + 1} sizes, `;
  return [`${capitalized(`${of}${sizedBlocksOf(row)}`)}: ${listValues(report, least)}.`];
}
