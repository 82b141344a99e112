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
th ~ td { min-width: 7rem; }
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
`;
