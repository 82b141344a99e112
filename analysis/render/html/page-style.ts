/** Light, dark, narrow and on paper. Colours have a contrast of at least 4.5 to their ground. */
export const pageStyle = `
:root { color-scheme: light dark; --ground: #fff; --text: #111; --quiet: #4d4d4d; --line: #ccc; --link: #0050a0;
  --good: #e3f4ea; --open: #fdf1d3; --bad: #fbe3dc; }
@media (prefers-color-scheme: dark) { :root { --ground: #16181b; --text: #f0f0f0; --quiet: #bbb; --line: #444; --link: #8cc4ff;
  --good: #12351f; --open: #3a2f0b; --bad: #45190c; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 70rem; padding: 1rem; background: var(--ground); color: var(--text);
  font: 16px/1.5 system-ui, "DejaVu Sans", sans-serif; overflow-wrap: anywhere; }
a { color: var(--link); }
h1 { font-size: 1.5rem; } h2 { font-size: 1.3rem; margin-top: 2.5rem; } h3 { font-size: 1.05rem; }
nav ul { display: flex; flex-wrap: wrap; gap: 1rem; padding: 0; list-style: none; }
.quiet, figcaption { color: var(--quiet); font-size: 0.9rem; }
.box { border: 1px solid var(--line); border-radius: 6px; padding: 0 1rem; }
.good { background: var(--good); } .open { background: var(--open); } .bad { background: var(--bad); }
.controls { margin: 1.5rem 0; display: flex; flex-wrap: wrap; gap: 0.5rem 1.5rem; border: 1px solid var(--line); border-radius: 6px; padding: 0.5rem 1rem; }
.controls fieldset { border: 0; padding: 0; margin: 0; display: flex; flex-wrap: wrap; gap: 0 1rem; }
.wide { overflow-x: auto; }
figure { margin: 2rem 0; border-top: 1px solid var(--line); }
table { border-collapse: collapse; font-size: 0.85rem; }
caption { text-align: left; font-weight: bold; padding: 0.3rem 0; }
th, td { border: 1px solid var(--line); padding: 0.2rem 0.5rem; text-align: left; vertical-align: top; min-width: 3rem; overflow-wrap: break-word; }
pre { overflow-x: auto; font-size: 0.8rem; }
button, select { font: inherit; font-size: 0.85rem; }
:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
#tooltip { position: fixed; z-index: 9; max-width: 24rem; padding: 0.4rem 0.6rem; background: var(--ground); color: var(--text);
  border: 1px solid var(--line); border-radius: 4px; font-size: 0.8rem; pointer-events: none; }
[hidden] { display: none !important; }
@media print { nav, .controls, button, #tooltip { display: none !important; } body { max-width: none; padding: 0; }
  figure, tr { break-inside: avoid; } .wide { overflow: visible; } .wide svg { max-width: 100%; height: auto; } }
`;
