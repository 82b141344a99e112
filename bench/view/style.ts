/** Style of the viewer's own pages; reports bring theirs. */
export const style = `:root { color-scheme: light dark; }
html { background: Canvas; color: CanvasText; }
body { margin: 0; font: 16px/1.45 system-ui, sans-serif; }
main { padding: 1rem; max-width: 100rem; }
h1 { font-size: 1.3rem; margin: 0.3rem 0; overflow-wrap: anywhere; }
pre { overflow-x: auto; font-size: 0.9rem; }
.where, .date { overflow-wrap: anywhere; font-size: 0.85rem; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; }
th, td { text-align: left; vertical-align: top; padding: 0.35rem 0.6rem; border-bottom: 1px solid GrayText; }
th ~ td { min-width: 7rem; overflow-wrap: anywhere; }
th[scope='row'] { font-weight: 500; min-width: 11rem; overflow-wrap: anywhere; }
button { font: inherit; padding: 0.3rem 0.8rem; }
input[type='radio'] { width: 1.2rem; height: 1.2rem; }
.problem { font-style: italic; }
body.run { display: flex; flex-direction: column; height: 100vh; }
header { display: flex; flex-wrap: wrap; gap: 0.2rem 1rem; align-items: baseline; padding: 0.4rem 1rem; border-bottom: 1px solid GrayText; }
header h1, header p { margin: 0; font-size: 1rem; }
iframe { flex: 1; width: 100%; min-height: 0; border: 0; }
iframe.incoming { position: absolute; left: -200vw; visibility: hidden; }
nav a + a { margin-left: 1rem; }
@media screen and (max-width: 50rem) {
  .index :is(table, tbody, tr, th, td) { display: block; border: 0; padding: 0.1rem 0; }
  .index thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  .index tr { border: 1px solid GrayText; border-radius: 6px; padding: 0.4rem 0.7rem; margin-bottom: 0.6rem; }
  .index td.choice { display: inline-block; min-width: 0; margin-right: 1.5rem; }
  .index td.choice:empty { display: none; }
  .index td[data-head]::before { content: attr(data-head) ": "; font-size: 0.85rem; }
  .index td:not(.choice) div { display: inline; }
  .index td:not(.choice) div + div::before { content: "; "; } }
@media print { .scroll { overflow: visible; } .index :is(form, table) { width: 100%; font-size: 0.8rem; }
  .index th[scope='row'], .index th ~ td { min-width: 0; } .choice, button { display: none; } }
`;
