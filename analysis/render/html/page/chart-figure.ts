import { type Config, parse, type Spec, type TooltipHandler, View } from 'vega';
import { expressionInterpreter } from 'vega-interpreter';
import type { PageChart, PageData, PageVariant } from '../page-data.ts';
import { download, type FileKind } from './download.ts';
import { findElement } from './find-element.ts';
import { fitWidth } from './fit-width.ts';

export type Ground = 'light' | 'dark';

/** A chart on the page. What is drawn is its variant, without the rows of targets that are put away. */
export interface ChartFigure {
  readonly draw: (ground: Ground) => Promise<void>;
  readonly putAway: (targets: ReadonlySet<string>) => Promise<void>;
  readonly choose: (variant: string) => Promise<void>;
}

export function makeFigure(data: PageData, chart: PageChart, tooltip: TooltipHandler): ChartFigure {
  const figure = findElement(document, `#chart-${chart.id}`, HTMLElement);
  const place = findElement(figure, '.drawing', HTMLElement);
  let variant = firstOf(chart.variants);
  let away: ReadonlySet<string> = new Set();
  let ground: Ground = 'light';
  let view: View | undefined;

  const draw = async () => {
    view?.finalize();
    // The title is the heading above, where it can be found and read aloud.
    const { title: _, ...spec } = variant.spec;
    const runtime = parse(spec as unknown as Spec, data.themes[ground] as Config, { ast: true });
    view = new View(runtime, { expr: expressionInterpreter, renderer: 'svg', container: place, hover: true });
    view.tooltip(tooltip);
    if (away.size > 0) view.data('table', [...shownRows(variant, away)]);
    await view.runAsync();
    fitWidth(place);
    figure.dataset.drawn = variant.name === '' ? 'yes' : variant.name;
  };
  for (const button of figure.querySelectorAll<HTMLButtonElement>('button[data-file]')) {
    button.addEventListener('click', () => {
      void download(button.dataset.file as FileKind, { data, chart, variant });
    });
  }
  return {
    draw: async (on) => {
      ground = on;
      await draw();
    },
    putAway: async (targets) => {
      away = targets;
      for (const line of figure.querySelectorAll<HTMLElement>('tr[data-target]')) {
        line.hidden = targets.has(line.dataset.target ?? '');
      }
      await draw();
    },
    choose: async (name) => {
      const chosen = chart.variants.find((one) => one.name === name);
      if (chosen === undefined) return;
      variant = chosen;
      for (const part of figure.querySelectorAll<HTMLElement>('[data-variant]')) {
        part.hidden = part.dataset.variant !== name;
      }
      await draw();
    },
  };
}

function shownRows({ rows }: PageVariant, away: ReadonlySet<string>) {
  return rows
    .filter(({ target }) => typeof target !== 'string' || !away.has(target))
    .map((row) => ({ ...row }));
}

function firstOf(variants: readonly PageVariant[]): PageVariant {
  const [first] = variants;
  if (first === undefined) throw new Error('a chart without a drawing');
  return first;
}
