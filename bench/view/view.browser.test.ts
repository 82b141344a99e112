import { appendFile, readFile, rename, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { exampleRun } from '../../test/fixtures/runs/example-run.ts';
import { writeRun } from '../../test/fixtures/runs/make-run.ts';
import { viewSource } from '../commands/view/view-source.ts';
import { findProgram } from '../host/find-program.ts';
import { openView, type TestView } from './testing/open-view.ts';

const run = '20250102T000000Z-virtual-bbbbbb';
const older = '20250101T000000Z-virtual-aaaaaa';
const files = exampleRun();
const lines = files.trials.map((trial) => `${JSON.stringify(trial)}\n`);

let browser: Browser;
let view: TestView;
let complaints: string[] = [];
beforeAll(async () => {
  const executablePath = await findProgram('chromium');
  if (executablePath === undefined) throw new Error('no Chromium: apt-get install chromium');
  browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
});
afterAll(() => browser?.close());
beforeEach(async () => {
  complaints = [];
  view = await openView(viewSource);
  for (const name of [older, '20241231T000000Z-virtual-000000']) {
    await writeRun(join(view.root, name), files);
    await writeFile(join(view.root, name, 'report.txt'), 'report\n');
  }
});
afterEach(async () => {
  for (const context of browser.contexts()) await context.close();
  await view.close();
});

/** A page that complains of errors of scripts and breaches of the policy. */
async function open(path: string, options: Parameters<Browser['newPage']>[0] = {}): Promise<Page> {
  const page = await browser.newPage({ viewport: { width: 1100, height: 600 }, ...options });
  page.on('console', (message) => complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(error.message));
  await page.goto(view.url(path));
  return page;
}

/** Waits for an expression of the page's to be true: text, as the policy of the page forbids a test's own functions to be made there. */
async function until(page: Page, expression: string): Promise<void> {
  await expect.poll(() => page.evaluate(expression), { timeout: 20_000, message: expression }).toBe(true);
}

interface Violation {
  readonly impact: string;
  readonly help: string;
  readonly nodes: readonly { readonly html: string }[];
}

/** What axe-core finds in the viewer's own page; reports have tests of their own. */
async function seriousProblems(page: Page): Promise<readonly string[]> {
  const engine = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
  await page.evaluate(await readFile(engine, 'utf8'));
  const found: unknown = await page.evaluate('axe.run({ exclude: ["iframe"] }, { iframes: false })');
  const { violations } = found as { readonly violations: readonly Violation[] };
  return violations
    .filter(({ impact }) => /serious|critical/.test(impact))
    .map(({ help, nodes }) => `${help}: ${nodes.map(({ html }) => html).join(' ')}`);
}

test('a report that is read is exchanged for a newer one in its place', async () => {
  const directory = join(view.root, run);
  await writeRun(directory, { ...files, trials: files.trials.slice(0, 140) });
  const page = await open(`/runs/${run}`);
  const scroll = 'document.getElementById("report").contentWindow.scrollY';
  const text = 'document.getElementById("report")?.contentDocument?.body?.textContent';
  await until(page, `(${text} ?? '').length > 1000`);
  expect(await page.textContent('#progress')).toMatch(/^going on: 140 of 150 trials/);
  await page.evaluate('document.getElementById("report").contentWindow.scrollTo(0, 900)');

  await page.evaluate('document.getElementById("report").dataset.before = "yes"');
  await appendFile(join(directory, 'trials.ndjson'), lines.slice(140).join(''));
  await until(page, `document.getElementById('progress').textContent.startsWith('going on: 150 of 150')`);
  await until(page, `document.querySelector('#report:not([data-before])') !== null`);
  expect(await page.evaluate(scroll)).toBe(900);
  expect(await page.locator('iframe').count()).toBe(1);

  await writeFile(join(directory, 'report.txt'), 'report\n');
  await until(page, `document.getElementById('progress').textContent === 'ended: 150 of 150 trials'`);
  await until(page, `document.getElementById('early') === null`);
  expect(await seriousProblems(page)).toEqual([]);
  expect(complaints).toEqual([]);
});

test('the index is drawn again as runs begin and go on, and keeps what was chosen', async () => {
  const page = await open('/', { colorScheme: 'dark', viewport: { width: 390, height: 800 } });
  await until(page, `document.querySelectorAll('input[name=a]').length === 2`);
  await page.check(`input[name=a][value="${older}"]`);
  await writeRun(join(view.root, run), { ...files, trials: files.trials.slice(0, 3) });
  await until(
    page,
    `document.querySelector('td[data-head=Trials]')?.textContent.startsWith('going on: 3 of 150')`,
  );
  await appendFile(join(view.root, run, 'trials.ndjson'), lines.slice(3, 20).join(''));
  await until(
    page,
    `document.querySelector('td[data-head=Trials]')?.textContent.startsWith('going on: 20 of 150')`,
  );
  expect(await page.inputValue('input[name=a]:checked')).toBe(older);
  const width = await page.evaluate(`document.querySelector('.scroll').scrollWidth`);
  expect(width).toBeLessThanOrEqual(390);
  expect(await seriousProblems(page)).toEqual([]);
  expect(complaints).toEqual([]);
});

test('two runs are chosen and compared from the keyboard', async () => {
  const page = await open('/');
  await until(page, `document.querySelectorAll('input[name=a]').length === 2`);
  await page.focus('input[name=a]:checked');
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/compare\?/);
  expect(await page.textContent('h1')).toMatch(/compared/);
  expect(await seriousProblems(page)).toEqual([]);
  expect(complaints).toEqual([]);
});

test('an index whose folder is removed says so, and goes on when it is back', async () => {
  const page = await open('/');
  await until(page, `document.querySelectorAll('input[name=a]').length === 2`);
  await rename(view.root, `${view.root}-away`);
  await until(page, `document.getElementById('connection').textContent.includes('is not there')`);
  expect(await page.locator('input[name=a]').count()).toBe(2);
  await rename(`${view.root}-away`, view.root);
  await until(page, `document.getElementById('connection').textContent === ''`);
  expect(complaints.filter((text) => !text.includes('404'))).toEqual([]);
});

test('when the viewer has ended its pages say so', async () => {
  const page = await open('/');
  await until(page, `document.querySelectorAll('input[name=a]').length === 2`);
  await view.server.close();
  await until(page, `document.getElementById('connection').textContent.includes('no longer answers')`);
});
