/** Light, dark, narrow and on paper. Colours have a contrast of at least 4.5 to their ground. */
export const pageStyle = `
:root { color-scheme: light dark; --ground: #fff; --text: #111; --quiet: #4d4d4d; --line: #ccc; --link: #0050a0; --shade: #0004;
  --good: #e3f4ea; --open: #fdf1d3; --bad: #fbe3dc; }
@media screen and (prefers-color-scheme: dark) { :root { --ground: #16181b; --text: #f0f0f0; --quiet: #bbb; --line: #444; --link: #8cc4ff;
  --shade: #fff5; --good: #12351f; --open: #3a2f0b; --bad: #45190c; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 96rem; padding: 0.6rem 1rem; background: var(--ground); color: var(--text);
  font: 1rem/1.5 system-ui, "DejaVu Sans", sans-serif; overflow-wrap: anywhere; }
a { color: var(--link); }
h1 { font-size: 1.3rem; margin: 0; } h2 { font-size: 1.25rem; margin-top: 2.5rem; } h3 { font-size: 1.05rem; }
header { display: flex; flex-wrap: wrap; gap: 0.2rem 1.5rem; align-items: baseline; } header p { margin: 0; }
main > section:first-child h2 { margin: 0.6rem 0 0; } main > section:first-child p { margin: 0.4rem 0; }
.findings { margin: 0.4rem 0; padding-left: 1.6rem; font-size: 0.95rem; line-height: 1.4; } .findings li { margin: 0.2rem 0; }
.box > details > summary { font-weight: 600; }
nav ul { margin: 0; display: flex; flex-wrap: wrap; gap: 0.3rem 1rem; padding: 0; list-style: none; }
.quiet, figcaption { color: var(--quiet); font-size: 0.9rem; }
.box { border: 1px solid var(--line); border-radius: 6px; margin: 0.6rem 0; padding: 0 1rem; background: var(--ground); }
.good { --ground: var(--good); } .open { --ground: var(--open); } .bad { --ground: var(--bad); }
.controls { margin: 1.5rem 0; display: flex; flex-wrap: wrap; gap: 0.5rem 1.5rem; border: 1px solid var(--line); border-radius: 6px; padding: 0.5rem 1rem; }
.controls fieldset { border: 0; padding: 0; margin: 0; display: flex; flex-wrap: wrap; gap: 0 1rem; }
${/* Shades at the sides where there is more: two that scroll along cover two that do not. */ ''}
.wide { overflow-x: auto; background: linear-gradient(to right, var(--ground) 1rem, transparent) left, linear-gradient(to left, var(--ground) 1rem, transparent) right,
  linear-gradient(to right, var(--shade), transparent) left, linear-gradient(to left, var(--shade), transparent) right;
  background-size: 2.5rem 100%, 2.5rem 100%, 0.8rem 100%, 0.8rem 100%; background-repeat: no-repeat; background-attachment: local, local, scroll, scroll; }
figure { margin: 2rem 0; border-top: 1px solid var(--line); }
table { border-collapse: collapse; font-size: 0.85rem; }
caption { text-align: left; font-weight: bold; padding: 0.3rem 0; }
th, td { border: 1px solid var(--line); padding: 0.2rem 0.5rem; text-align: left; vertical-align: top; min-width: 3rem; overflow-wrap: break-word; }
td.number { white-space: nowrap; }
td[data-head=verdict] { font-weight: 600; }
details { margin: 0.6rem 0; }
pre { overflow-x: auto; font-size: 0.8rem; }
button, select { font: inherit; font-size: 0.85rem; max-width: 100%; }
label, fieldset { min-width: 0; max-width: 100%; }
:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
#tooltip { position: fixed; z-index: 9; max-width: 24rem; padding: 0.4rem 0.6rem; background: var(--ground); color: var(--text);
  border: 1px solid var(--line); border-radius: 4px; font-size: 0.8rem; pointer-events: none; }
[hidden], .paper { display: none !important; }
@media screen and (max-width: 40rem) {
  ul { padding-left: 1.2rem; }
  .prose, .prose :is(caption, tbody, tr, th, td) { display: block; border: 0; }
  .prose thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  .prose tr { border: 1px solid var(--line); margin-bottom: 0.5rem; padding: 0.2rem 0; }
  .prose td::before { content: attr(data-head) ": "; color: var(--quiet); font-weight: normal; } }
@page { margin: 14mm 12mm; }
@media print {
  :root { color-scheme: light; font-size: 12px; }
  nav, .controls, button, #tooltip, details:not([open]), details > summary { display: none !important; }
  .paper { display: block !important; }
  body { max-width: none; padding: 0; }
  h1, h2, h3, caption { break-after: avoid; }
  figure, tr, .box > p { break-inside: avoid; }
  .box details > summary { display: block !important; } .box details:not([open]) { display: block !important; }
  .box { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  .wide { overflow: visible; background: none; }
  .wide svg { width: auto; max-width: 100%; height: auto; max-height: 15cm; }
  table { max-width: 100%; }
  pre { white-space: pre-wrap; overflow: visible; } }
`;
