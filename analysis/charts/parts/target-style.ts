import type { Report } from '../../../results/schema/report.ts';
import { parseLabel } from '../../../results/text/target-label.ts';
import { targetName } from '../../format/target-name.ts';

/** Okabe and Ito's colours for colour-blind readers, but yellow and black, which vanish on white or on dark ground. */
const colours = {
  blue: '#0072B2',
  vermilion: '#D55E00',
  green: '#009E73',
  sky: '#56B4E9',
  orange: '#E69F00',
  purple: '#CC79A7',
  grey: '#808080',
} as const;

interface Style {
  readonly colour: string;
  readonly shape: string;
  readonly dash: readonly number[];
}

/** Shape and dash tell targets apart where print has no colour. In the order of every legend. */
const known: Readonly<Record<string, Style>> = {
  musl: { colour: colours.blue, shape: 'circle', dash: [] },
  'musl-dynamic': { colour: colours.blue, shape: 'stroke', dash: [1, 2] },
  'musl-oldmalloc': { colour: colours.purple, shape: 'triangle-down', dash: [8, 2, 2, 2] },
  'musl+jemalloc': { colour: colours.sky, shape: 'triangle-up', dash: [4, 2] },
  'musl+mimalloc': { colour: colours.orange, shape: 'triangle-right', dash: [10, 3] },
  glibc: { colour: colours.vermilion, shape: 'square', dash: [6, 3] },
  'glibc-static': { colour: colours.vermilion, shape: 'stroke', dash: [1, 2] },
  'glibc+jemalloc': { colour: colours.green, shape: 'diamond', dash: [2, 2] },
  'glibc+mimalloc': { colour: colours.orange, shape: 'triangle-left', dash: [8, 3] },
  'glibc+tcmalloc': { colour: colours.purple, shape: 'cross', dash: [3, 3, 1, 3] },
};

/** Targets of the user's and variants take these in the order in which a run names them. */
const others: readonly Style[] = [
  { colour: colours.orange, shape: 'cross', dash: [5, 2] },
  { colour: colours.purple, shape: 'triangle-up', dash: [3, 1] },
  { colour: colours.sky, shape: 'square', dash: [7, 2] },
  { colour: colours.green, shape: 'triangle-down', dash: [9, 2] },
  { colour: colours.vermilion, shape: 'circle', dash: [2, 4] },
  { colour: colours.blue, shape: 'diamond', dash: [4, 4] },
];

const solid: readonly number[] = [1, 0];

const control: Style = { colour: colours.grey, shape: 'triangle-right', dash: [1, 3] };

/** Names of the targets of a run in the order of legends: known ones as in their table, then others, then the control. */
export function orderTargets(report: Report): readonly string[] {
  const labels = [
    ...new Set([
      ...Object.keys(report.environment.targets),
      ...report.estimates.map((row) => row.target),
      ...report.comparisons.flatMap((row) => [row.baseline, row.target]),
    ]),
  ].filter((label) => !report.run.controlLabels.includes(label));
  const order = Object.keys(known);
  const rank = (label: string) => {
    const at = order.indexOf(label);
    return at < 0 ? order.length : at;
  };
  const sorted = labels.toSorted((a, b) => rank(a) - rank(b));
  return [...new Set([...sorted, ...report.run.controlLabels.map((label) => targetName(report, label))])];
}

/** Rows of targets in the order of legends, for titles. */
export function inTargetOrder<Row extends { readonly target: string }>(
  report: Report,
  rows: readonly Row[],
): readonly Row[] {
  const order = orderTargets(report);
  return rows.toSorted((a, b) => order.indexOf(a.target) - order.indexOf(b.target));
}

interface StyledTarget extends Style {
  readonly name: string;
}

function styleTargets(report: Report): readonly StyledTarget[] {
  let next = 0;
  const controls = new Set(report.run.controlLabels.map((label) => targetName(report, label)));
  return orderTargets(report).map((name) => {
    if (controls.has(name)) return { name, ...control };
    const style = Object.hasOwn(known, name) ? known[name] : undefined;
    if (style !== undefined) return { name, ...style };
    const { program, settings } = parseLabel(name);
    const base = settings === '' ? undefined : known[program];
    const other = others[next++ % others.length] ?? control;
    return { name, ...other, ...(base === undefined ? {} : { colour: base.colour }) };
  });
}

/** Channels that tell the targets `names` apart: the same colour, shape and dash in every chart of a run. */
export function targetChannels(report: Report, names: ReadonlySet<string>) {
  const shown = styleTargets(report).filter(({ name }) => names.has(name));
  const domain = shown.map(({ name }) => name);
  const channel = (range: readonly unknown[]) => ({
    field: 'target',
    type: 'nominal',
    title: 'target',
    sort: domain,
    scale: { domain, range },
  });
  return {
    domain,
    // Else a legend is as pale as the bands.
    color: { ...channel(shown.map(({ colour }) => colour)), legend: { symbolOpacity: 1 } },
    shape: channel(shown.map(({ shape }) => shape)),
    strokeDash: dashChannel(shown),
  };
}

/**
 * Without a legend, which would draw the outlines of the shapes dashed. Its domain has one name more than that of colour and shape:
 * Vega-Lite makes one legend of all channels of equal domains, and would drop that of the targets with this one.
 */
function dashChannel(shown: readonly StyledTarget[]) {
  const domain = [...shown.map(({ name }) => name), ''];
  const range = [...shown.map(({ dash }) => (dash.length === 0 ? solid : dash)), solid];
  return { field: 'target', type: 'nominal', legend: null, scale: { domain, range } };
}
