import { createRequire } from 'node:module';
import { expect, test } from 'vitest';
import { loadPng } from './load-png.ts';

test('packages that are not installed are named in one line with the remedy', async () => {
  const load = () => createRequire('/nowhere/at-all.js')('@resvg/resvg-js') as never;
  await expect(loadPng(load)).rejects.toMatchObject({
    name: 'UserError',
    message: '--png needs the optional packages @resvg/resvg-js and dejavu-fonts-ttf, which do not load',
    hint: expect.stringContaining('npm install --include=optional'),
  });
});

test('packages that are installed draw', async () => {
  const renderPng = await loadPng();
  const png = renderPng('<svg xmlns="http://www.w3.org/2000/svg" width="4" height="4"/>');
  expect(Buffer.from(png).subarray(1, 4).toString()).toBe('PNG');
});
