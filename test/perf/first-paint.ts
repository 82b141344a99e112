import { readFile, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { type Browser, chromium } from 'playwright-core';
import { findProgram } from '../../bench/host/find-program.ts';

/**
 * When a reader of report.html sees something: the first contentful paint of a page opened from `file://` in a fresh browser, and when its
 * last chart is drawn. The goal is 1 s for the first.
 *
 *     numa-lab report hypotheses-1 --results results/published --format html > page.html
 *     npx tsc -p test/perf && node dist/test/perf/first-paint.js [--rounds 7] page.html ...
 *
 * Not in the build, which has to do without the development tools: the driver of the browser is one of them.
 * Not a test: times depend on what else the machine does. The summary is in the document before the script, which draws one chart at a
 * time and lets the browser paint in between. On two cores, for the published run of 811 trials (1.1 MB, 6 charts):
 * 0.11 to 0.22 s with a load of 2.4 (n = 7), all drawn after 0.6 to 0.8 s; 0.18 to 0.57 s with a load of 9 to 12 (n = 14), where it was 0.15 to
 * 0.72 s before the script waited for the paint.
 */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { rounds: { type: 'string', default: '7' } },
});

for (const path of positionals) process.stdout.write(`${await measurePage(path, Number(values.rounds))}\n`);

async function measurePage(path: string, rounds: number): Promise<string> {
  const paints: number[] = [];
  const drawings: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    // The first page of a browser compiles the script again, as a reader's does.
    const browser = await openBrowser();
    const [paint, drawing] = await measureOnce(browser, pathToFileURL(resolve(path)).href);
    paints.push(paint);
    drawings.push(drawing);
    await browser.close();
  }
  const { size } = await stat(path);
  const charts = [...(await readFile(path, 'utf8')).matchAll(/<figure /g)].length;
  return `${path} (${(size / 1e6).toFixed(1)} MB, ${charts} charts, n = ${rounds}): first paint ${describe(paints)}, all drawn ${describe(drawings)}`;
}

async function openBrowser(): Promise<Browser> {
  const executablePath = await findProgram('chromium');
  if (executablePath === undefined) throw new Error('no Chromium: apt-get install chromium');
  return chromium.launch({ executablePath, args: ['--no-sandbox'] });
}

/** Milliseconds from the start of the navigation, by the browser's clock. */
async function measureOnce(browser: Browser, address: string): Promise<readonly [number, number]> {
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
  await page.goto(address);
  await page.waitForSelector('html[data-drawn=all]');
  const times: unknown = await page.evaluate(
    `[performance.getEntriesByName('first-contentful-paint')[0]?.startTime, performance.now()]`,
  );
  const [paint, drawn] = times as readonly [number | undefined, number];
  if (paint === undefined) throw new Error(`${address}: nothing was painted`);
  return [paint, drawn];
}

function describe(timesMs: readonly number[]): string {
  const sorted = timesMs.toSorted((a, b) => a - b);
  const show = (ms: number | undefined) => `${Math.round(ms ?? 0)}`;
  return `${show(sorted[Math.floor(sorted.length / 2)])} ms (${show(sorted[0])} to ${show(sorted.at(-1))})`;
}
