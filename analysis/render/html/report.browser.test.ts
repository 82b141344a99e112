import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { findLabRoot } from '../../../bench/lab-root.ts';
import { exampleRun } from '../../../test/fixtures/runs/example-run.ts';
import { makeRun } from '../../../test/fixtures/runs/make-run.ts';
import { compareBaselines } from '../../compare/compare-baselines.ts';
import { makeChartFigures } from '../../document/charts.ts';
import { buildReport } from '../../report/build-report.ts';
import { renderHtml } from './render-html.ts';

const root = findLabRoot();
const run = makeRun(exampleRun());
const report = buildReport(run);
const baselines = compareBaselines(run);
const drawn = makeChartFigures(report, baselines).filter((block) => block.type === 'chart');

let browser: Browser;
let folder: string;
let address: string;

beforeAll(async () => {
  execFileSync(process.execPath, ['scripts/bundle-page.mjs'], { cwd: root });
  const script = await readFile(join(root, 'dist', 'report-page.js'), 'utf8');
  folder = await mkdtemp(join(tmpdir(), 'report-page-'));
  const path = join(folder, 'report.html');
  await writeFile(path, renderHtml(report, { script, baselines }));
  address = pathToFileURL(path).href;
  browser = await chromium.launch({ executablePath: findChromium(), args: ['--no-sandbox'] });
});

afterAll(async () => {
  await browser?.close();
  await rm(folder, { recursive: true, force: true });
});

function findChromium(): string {
  const folders = (process.env.PATH ?? '').split(delimiter);
  const names = ['chromium', 'chromium-browser', 'google-chrome'];
  const found = names
    .flatMap((name) => folders.map((one) => join(one, name)))
    .find((path) => existsSync(path));
  if (found === undefined) throw new Error('no Chromium: apt-get install chromium');
  return found;
}

interface Opened {
  readonly page: Page;
  /** What the browser complained of: errors of scripts and breaches of the policy. */
  readonly complaints: readonly string[];
}

async function open(options: Parameters<Browser['newPage']>[0] = {}): Promise<Opened> {
  const page = await browser.newPage({ viewport: { width: 1200, height: 900 }, ...options });
  const complaints: string[] = [];
  page.on('console', (message) => complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('request', (request) => {
    if (!/^(?:file|data|blob):/.test(request.url())) complaints.push(`fetched ${request.url()}`);
  });
  await page.goto(address);
  await page.waitForSelector('html[data-drawn=all]');
  return { page, complaints };
}

test.each(['light', 'dark'] as const)(
  'every chart is drawn from a file, in %s, and nothing is complained of',
  async (colorScheme) => {
    const { page, complaints } = await open({ colorScheme });
    expect(complaints).toEqual([]);
    for (const { id } of drawn) {
      expect(
        await page.locator(`#chart-${id} svg .mark-symbol path, #chart-${id} svg .mark-rect path`).count(),
        id,
      ).toBeGreaterThan(0);
    }
    await page.close();
  },
);

test('a tooltip shows the number of the table', async () => {
  const { page } = await open();
  const forest = page.locator('#chart-ratio-forest');
  await forest.locator('svg .mark-symbol.role-mark path').first().hover();
  const [row] = drawn.find(({ id }) => id === 'ratio-forest')?.variants[0]?.chart.table.rows ?? [];
  const value = String(row?.value);
  expect(await page.locator('#tooltip').textContent()).toContain(`ratio to the baseline: ${value}`);
  expect(
    await forest
      .locator('table')
      .first()
      .evaluate((table) => table.textContent),
  ).toContain(value);
  await page.close();
});

test('another baseline changes the forest plot, its heading and its table', async () => {
  const { page, complaints } = await open();
  const forest = page.locator('#chart-ratio-forest');
  const before = await forest.locator('svg').innerHTML();
  await page.selectOption('#baseline', 'glibc');
  await page.waitForSelector('#chart-ratio-forest[data-drawn=glibc]');
  expect(await forest.locator('svg').innerHTML()).not.toBe(before);
  expect(await forest.locator('h3:visible').textContent()).toContain('glibc');
  expect(await forest.locator('svg').innerHTML()).toContain('ratio to glibc');
  expect(complaints).toEqual([]);
  await page.close();
});

test('a target that is put away is gone from charts and tables', async () => {
  const { page } = await open();
  const marks = page.locator('#chart-sharing svg .mark-symbol.role-mark path');
  const before = await marks.count();
  await page.locator('input[data-target="glibc"]').uncheck();
  await expect.poll(() => marks.count()).toBeLessThan(before);
  expect(await page.locator('tr[data-target="glibc"]:not([hidden])').count()).toBe(0);
  await page.close();
});

test.each([
  ['csv', 'target'],
  ['svg', '<svg'],
  ['png', '\u0089PNG'],
] as const)('a chart is available as %s', async (kind, beginning) => {
  const { page, complaints } = await open();
  const waiting = page.waitForEvent('download');
  await page.locator(`#chart-sharing button[data-file=${kind}]`).click();
  const file = await waiting;
  expect(file.suggestedFilename()).toMatch(new RegExp(`-sharing\\.${kind}$`));
  expect(await readFile(await file.path(), 'latin1')).toContain(beginning);
  expect(complaints).toEqual([]);
  await page.close();
});

test('filters, baselines and scrolling charts can be reached by the keyboard', async () => {
  const { page } = await open();
  const reached = new Set<string>();
  for (let i = 0; i < 40; i += 1) {
    await page.keyboard.press('Tab');
    reached.add(await page.locator(':focus').evaluate((element) => element.tagName));
  }
  expect([...reached]).toEqual(expect.arrayContaining(['A', 'INPUT', 'SELECT', 'SUMMARY', 'BUTTON', 'DIV']));
  await page.close();
});

test('the findings are on the first screen of 1280 x 800, whole', async () => {
  const { page } = await open({ viewport: { width: 1280, height: 800 } });
  const box = await page.locator('ol.findings').boundingBox();
  expect(await page.locator('ol.findings > li').count()).toBeGreaterThanOrEqual(3);
  expect((box?.y ?? 0) + (box?.height ?? Number.POSITIVE_INFINITY)).toBeLessThanOrEqual(800);
  await page.close();
});

test.each([1280, 390])('no text of a chart is smaller than 12 pixels, %i wide', async (width) => {
  const { page } = await open({ viewport: { width, height: 844 } });
  const sizes: number[] = await page.evaluate(`
    [...document.querySelectorAll('figure svg text')]
      .filter((text) => text.textContent !== '')
      .map((text) => {
        const svg = text.ownerSVGElement;
        const scale = svg.getBoundingClientRect().width / svg.viewBox.baseVal.width;
        return Number.parseFloat(getComputedStyle(text).fontSize) * scale;
      })`);
  expect(sizes.length).toBeGreaterThan(50);
  expect(Math.min(...sizes)).toBeGreaterThanOrEqual(11.99);
  await page.close();
});

test('a chart is as wide as the page, unless it would be twice its size or too high', async () => {
  const { page } = await open({ viewport: { width: 1280, height: 800 } });
  const boxes: { wide: number; height: number; times: number }[] = await page.evaluate(`
    [...document.querySelectorAll('figure .drawing > svg')].map((svg) => ({
      wide: svg.getBoundingClientRect().width / svg.parentElement.clientWidth,
      height: svg.getBoundingClientRect().height,
      times: svg.getBoundingClientRect().width / svg.viewBox.baseVal.width,
    }))`);
  expect(boxes).toHaveLength(drawn.length);
  for (const { wide, height, times } of boxes)
    expect(wide > 0.98 || height > 1380 || times > 1.98).toBe(true);
  await page.close();
});

test('a narrow window does not scroll sideways as a whole', async () => {
  const { page } = await open({ viewport: { width: 390, height: 800 } });
  expect(await page.locator('html').evaluate((element) => element.scrollWidth)).toBeLessThanOrEqual(390);
  await page.close();
});

test('a narrow window shows verdicts as blocks that are still a table to a screen reader', async () => {
  const { page } = await open({ viewport: { width: 390, height: 800 } });
  const row = page
    .getByRole('table', { name: /^Verdicts/ })
    .getByRole('row')
    .nth(1);
  const [first, second] = [row.getByRole('rowheader'), row.getByRole('cell').first()];
  const [above, below] = [await first.boundingBox(), await second.boundingBox()];
  expect(below?.y).toBeGreaterThanOrEqual((above?.y ?? 0) + (above?.height ?? Number.POSITIVE_INFINITY));
  await page.close();
});

test('paper has every chart, dark on white also where the screen is dark, and nothing that is cut off', async () => {
  const { page } = await open({ colorScheme: 'dark' });
  await page.evaluate(`window.dispatchEvent(new Event('beforeprint'))`);
  await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
  await page.setViewportSize({ width: 700, height: 1000 });
  expect(await page.locator('figure svg').count()).toBe(drawn.length);
  const colours = await page.evaluate(`[
    getComputedStyle(document.body).color,
    getComputedStyle(document.body).backgroundColor,
    document.querySelector('figure svg text[fill]').getAttribute('fill'),
  ]`);
  expect(colours).toEqual(['rgb(17, 17, 17)', 'rgb(255, 255, 255)', '#111111']);
  expect(await page.locator('html').evaluate((element) => element.scrollWidth)).toBeLessThanOrEqual(700);
  await page.close();
});

test.each([
  ['light', 1200],
  ['dark', 1200],
  ['light', 390],
] as const)('axe finds no serious problem in %s, %i wide', async (colorScheme, width) => {
  const { page } = await open({ colorScheme, viewport: { width, height: 800 } });
  const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
  // The policy of the page holds for script elements, not for what the test evaluates.
  await page.evaluate(axe);
  const found = await page.evaluate(async () => {
    const { axe: engine } = globalThis as unknown as {
      axe: { run(): Promise<{ violations: { id: string; impact: string; nodes: { html: string }[] }[] }> };
    };
    return (await engine.run()).violations;
  });
  const serious = found.filter(({ impact }) => impact === 'serious' || impact === 'critical');
  expect(serious.map(({ id, nodes }) => `${id}: ${nodes[0]?.html.slice(0, 200)}`)).toEqual([]);
  await page.close();
});
