// Bundles the script of report.html, with Vega, into one file that every report carries: dist/report-page.js.
import { build } from 'esbuild';

await build({
  entryPoints: ['analysis/render/html/page/main.ts'],
  outfile: 'dist/report-page.js',
  bundle: true,
  minify: true,
  format: 'iife',
  target: 'es2022',
  legalComments: 'none',
  // The page's own folder has types for browsers; the bundler needs none.
  tsconfigRaw: '{}',
});
