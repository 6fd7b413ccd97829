/** The report's style sheet: a page to read and to print, light and dark. */
export const style = `
:root { color-scheme: light dark; --ink: light-dark(#1b1f24, #e8eaec); --soft: light-dark(#54606b, #a9b3bc); --ground: light-dark(#fdfdfb, #14171a); --line: light-dark(#d4d8dc, #39414a); --accent: light-dark(#0b5c91, #6fb8e8); --good: light-dark(#0a6b3d, #5fd39a); --bad: light-dark(#a3260f, #ff9c85); }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 62rem; padding: 2rem 1.25rem 4rem; background: var(--ground); color: var(--ink); font: 1.0625rem/1.6 Charter, 'Bitstream Charter', 'Sitka Text', Cambria, Georgia, serif; }
h1 { font-size: 2.4rem; line-height: 1.15; margin: 0 0 0.5rem; }
h2 { font-size: 1.6rem; line-height: 1.2; margin: 0 0 0.6rem; }
.lead { font-size: 1.2rem; margin: 0; }
.made, .where, .count, .question, small, figcaption, footer, dt, summary { color: var(--soft); }
.where { margin: 0; font-variant-caps: all-small-caps; letter-spacing: 0.04em; }
.question { font-style: italic; }
p { max-width: 44rem; }
a { color: var(--accent); }
code { font: 0.9em ui-monospace, 'DejaVu Sans Mono', Menlo, monospace; overflow-wrap: anywhere; }
nav ol { columns: 2 18rem; padding-left: 1.5rem; }
section { border-top: 1px solid var(--line); margin-top: 3rem; padding-top: 1.5rem; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font: 0.875rem/1.45 system-ui, sans-serif; font-variant-numeric: tabular-nums; }
th, td { text-align: left; vertical-align: top; padding: 0.4rem 0.7rem 0.4rem 0; border-bottom: 1px solid var(--line); }
th { color: var(--soft); font-weight: 600; }
.claims td:nth-child(2) { min-width: 18rem; }
td small { display: block; font-size: 0.8125rem; }
.tick { font-weight: 700; font-size: 1.1rem; line-height: 1.2; }
.holds .tick { color: var(--good); }
.fails .tick { color: var(--bad); }
figure { margin: 1.5rem 0; }
figure img { max-width: 100%; height: auto; border: 1px solid var(--line); border-radius: 6px; background: #fff; }
figcaption { font-size: 0.9rem; max-width: 44rem; }
details { margin: 0.6rem 0; }
summary { cursor: pointer; }
dl { display: flex; flex-wrap: wrap; gap: 0.3rem 1.5rem; font: 0.875rem system-ui, sans-serif; }
dl div { display: flex; gap: 0.4rem; }
dd { margin: 0; overflow-wrap: anywhere; }
math { font-size: 1.05em; }
.sr { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
@media print { body { max-width: none; padding: 0; font-size: 10pt; } section { break-before: page; } figure, tr { break-inside: avoid; } nav, details { display: none; } a { color: inherit; text-decoration: none; } }
`;
