import type { Config } from 'vega';

const font = 'DejaVu Sans, Verdana, sans-serif';
const text = { fontSize: 12, font } as const;

interface Colours {
  readonly ground: string | null;
  readonly text: string;
  readonly quiet: string;
  readonly grid: string;
}

/** Sizes stay legible when a picture is shrunk to the width of a mail. */
function makeTheme({ ground, text: fill, quiet, grid }: Colours): Config {
  return {
    ...(ground === null ? {} : { background: ground }),
    padding: 10,
    title: {
      fontSize: 14,
      subtitleFontSize: 12,
      subtitlePadding: 5,
      font,
      subtitleFont: font,
      color: fill,
      subtitleColor: quiet,
    },
    axis: { domainColor: quiet, tickColor: quiet, gridColor: grid, titleFontWeight: 'normal' },
    legend: { titleFontWeight: 'normal', symbolSize: 80, labelLimit: 220 },
    text: { fontSize: 12 },
    style: {
      'guide-label': { ...text, fill },
      'guide-title': { ...text, fill },
      'group-title': { font, fill },
      'group-subtitle': { font, fill: quiet },
      cell: { stroke: grid },
    },
  };
}

/** Vega's configuration for paper and for light and dark pages. A picture on paper stands alone and has a ground of its own. */
export const chartThemes = {
  paper: makeTheme({ ground: '#ffffff', text: '#111111', quiet: '#555555', grid: '#dddddd' }),
  light: makeTheme({ ground: null, text: '#111111', quiet: '#4d4d4d', grid: '#dddddd' }),
  dark: makeTheme({ ground: null, text: '#f0f0f0', quiet: '#bbbbbb', grid: '#444444' }),
} as const;
