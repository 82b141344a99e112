import type { PageData } from '../page-data.ts';
import { type ChartFigure, type Ground, makeFigure } from './chart-figure.ts';
import { findElement } from './find-element.ts';
import { fitWidth } from './fit-width.ts';
import { makeTooltip } from './tooltip.ts';

/** The page without this script is whole but for its drawings: tables, verdicts and reasons are in the document. */
async function start(): Promise<void> {
  const text = findElement(document, '#page-data', HTMLScriptElement).textContent ?? '';
  const data = JSON.parse(text) as PageData;
  const tooltip = makeTooltip();
  const figures = data.charts.map((chart) => makeFigure(data, chart, tooltip));
  offerTargets(figures);
  offerBaselines(figures);
  const dark = window.matchMedia('(prefers-color-scheme: dark)');
  const ground = (): Ground => (dark.matches ? 'dark' : 'light');
  const drawAll = (on: Ground) => Promise.all(figures.map((figure) => figure.draw(on)));
  dark.addEventListener('change', () => void drawAll(ground()));
  window.addEventListener('beforeprint', () => void drawAll('light'));
  window.addEventListener('afterprint', () => void drawAll(ground()));
  window.addEventListener('resize', () => {
    for (const place of document.querySelectorAll<HTMLElement>('figure .drawing')) fitWidth(place);
  });
  await painted();
  for (const figure of figures) {
    await figure.draw(ground());
    // The page is to answer between two drawings.
    await new Promise((resolve) => setTimeout(resolve));
  }
  document.documentElement.dataset.drawn = 'all';
}

const longestWaitMs = 200;

/** Resolves when the summary is on the screen: drawing takes longer than all before it. A page that nobody looks at is never painted. */
function painted(): Promise<void> {
  return new Promise((resolve) => {
    requestAnimationFrame(() => setTimeout(resolve));
    setTimeout(resolve, longestWaitMs);
  });
}

function offerTargets(figures: readonly ChartFigure[]): void {
  const boxes = [...document.querySelectorAll<HTMLInputElement>('input[data-target]')];
  for (const box of boxes) {
    box.addEventListener('change', () => {
      const away = new Set(boxes.filter((one) => !one.checked).map((one) => one.dataset.target ?? ''));
      for (const figure of figures) void figure.putAway(away);
    });
  }
}

function offerBaselines(figures: readonly ChartFigure[]): void {
  const select = document.querySelector<HTMLSelectElement>('select#baseline');
  select?.addEventListener('change', () => {
    for (const figure of figures) void figure.choose(select.value);
  });
}

void start();
