import { html } from "./html.ts";

/**
 * The report's one style sheet. Light and dark follow the reader's system; print drops colour behind text and opens
 * what is folded. Fonts are the reader's own, Japanese ones named first for Japanese text.
 */
export const reportStyle = html`<style>
:root {
  color-scheme: light dark;
  --paper: #f6f5f1; --card: #ffffff; --ink: #1f2529; --soft: #5b656d; --line: #dcdad2; --code: #f0efe9;
  --accent: #2b5278; --abuse: #a8322a; --nuisance: #8a5f00; --benign: #2c6b4b; --tint: #fbf3f1; --bar-2: #d08a3c; --other: #a9b4bd;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #14181b; --card: #1c2226; --ink: #e6e9eb; --soft: #9aa6af; --line: #323b42; --code: #262e33;
    --accent: #86b3dd; --abuse: #f08b7f; --nuisance: #e3b85c; --benign: #7fcaa2; --tint: #2a2323; --bar-2: #dca25f; --other: #5c6872;
  }
}
* { box-sizing: border-box; }
html { font: 16px/1.65 system-ui, -apple-system, "Segoe UI", "Hiragino Sans", "Hiragino Kaku Gothic ProN", "Yu Gothic UI", "Noto Sans JP", "Noto Sans CJK JP", sans-serif; background: var(--paper); color: var(--ink); }
body { max-width: 62rem; margin: 0 auto; padding: 2rem 1.25rem 4rem; overflow-wrap: anywhere; }
:lang(ja) { line-break: strict; }
h1 { font-size: .95rem; font-weight: 600; letter-spacing: .04em; color: var(--soft); margin: 0; }
h2 { font-size: 1.5rem; line-height: 1.45; margin: .5rem 0 1.25rem; text-wrap: pretty; }
h3 { font-size: 1.05rem; margin: 0 0 .75rem; }
h4 { font-size: .9rem; margin: 1rem 0 .25rem; color: var(--soft); }
p { margin: 0 0 .5rem; }
ul, ol { margin: 0; padding-inline-start: 1.25rem; }
a { color: var(--accent); }
code, pre { font-family: ui-monospace, "SF Mono", "Cascadia Mono", Consolas, "Noto Sans Mono CJK JP", monospace; font-size: .86em; unicode-bidi: isolate; }
.page { margin-bottom: 1.75rem; }
.result { font-size: 1.15rem; font-weight: 600; margin: .35rem 0; }
.scope { list-style: none; padding: 0; display: flex; flex-wrap: wrap; gap: .15rem 1.5rem; color: var(--soft); font-size: .9rem; }
.card, .part { background: var(--card); border: 1px solid var(--line); border-radius: .6rem; padding: 1.25rem 1.5rem; margin-bottom: 1rem; }
.case { --verdict: var(--accent); margin: 0 0 3rem; }
.abuse { --verdict: var(--abuse); } .nuisance { --verdict: var(--nuisance); } .benign { --verdict: var(--benign); }
.head { border-top: .35rem solid var(--verdict); }
.tags { display: flex; flex-wrap: wrap; align-items: center; gap: .5rem 1rem; margin: 0; font-size: .9rem; color: var(--soft); }
.badge { background: var(--verdict); color: var(--card); font-weight: 700; padding: .1rem .7rem; border-radius: 1rem; }
.sure { display: inline-flex; align-items: center; gap: .5rem; }
.meter { width: 6rem; height: .4rem; border-radius: .2rem; background: var(--line); overflow: hidden; display: inline-block; }
.meter span { display: block; height: 100%; background: var(--verdict); }
.first { border-inline-start: .25rem solid var(--accent); padding-inline-start: 1rem; }
.first h3 { font-size: .85rem; color: var(--accent); margin: 0 0 .25rem; }
.measure { font-size: 1.1rem; font-weight: 600; }
code.name { font-weight: 400; color: var(--soft); }
.impact { display: flex; flex-wrap: wrap; gap: .25rem 2rem; margin: .5rem 0; }
.impact b { font-size: 1.6rem; font-variant-numeric: tabular-nums; color: var(--abuse); margin-inline-end: .25rem; }
.impact .spared b { color: var(--ink); }
.note { color: var(--soft); font-size: .85rem; margin: 0; }
.figures { display: grid; grid-template-columns: repeat(4, 1fr); gap: 1px; margin: 0 0 1rem; background: var(--line); border: 1px solid var(--line); border-radius: .4rem; overflow: hidden; }
.figures div { background: var(--card); padding: .6rem .9rem; display: flex; flex-direction: column-reverse; justify-content: flex-end; }
.figures dt { color: var(--soft); font-size: .8rem; line-height: 1.3; }
.figures dd { margin: 0; font-size: 1.4rem; font-weight: 600; line-height: 1.3; font-variant-numeric: tabular-nums; }
.pair { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 24rem), 1fr)); gap: 0 1rem; align-items: start; }
.rows { margin: 0; } .rows div { display: grid; grid-template-columns: minmax(7rem, 30%) 1fr; gap: .25rem 1rem; padding: .3rem 0; border-top: 1px solid var(--line); }
.rows div:first-child { border-top: 0; } .rows dt { color: var(--soft); } .rows dd { margin: 0; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: .92rem; }
caption { text-align: start; }
th, td { text-align: start; vertical-align: top; padding: .4rem .75rem .4rem 0; border-bottom: 1px solid var(--line); font-weight: 400; overflow-wrap: anywhere; }
thead th { color: var(--soft); font-size: .82rem; white-space: nowrap; overflow-wrap: normal; }
tbody tr:last-child > * { border-bottom: 0; }
th.number, td.number { text-align: end; padding-inline-end: .25rem; padding-inline-start: .75rem; font-variant-numeric: tabular-nums; white-space: nowrap; }
td.text { min-width: 5.5rem; }
.chart { table-layout: auto; } .chart th[scope="row"] { width: 40%; } .chart code { font-family: inherit; }
.chart .marked th code { font-weight: 700; color: var(--verdict); }
.bars { width: 38%; min-width: 5rem; }
.bar { display: block; width: 100%; height: .5rem; margin: .3rem 0 .15rem; } .bar + .bar { margin-top: 0; }
.key { display: inline-block; width: .75rem; height: .75rem; border-radius: .15rem; margin-inline-end: .35rem; vertical-align: -.05rem; }
rect.series-0 { fill: var(--accent); } .key.series-0 { background: var(--accent); }
rect.series-1 { fill: var(--bar-2); } .key.series-1 { background: var(--bar-2); }
figure { margin: 0; } figcaption { color: var(--soft); font-size: .82rem; margin: .25rem 0 .5rem 2.75rem; }
.legend { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; font-size: .88rem; color: var(--soft); }
.plot { display: flex; gap: .5rem; height: 12rem; }
.axis-y { width: 2.25rem; display: flex; flex-direction: column; justify-content: space-between; text-align: end; font-size: .78rem; line-height: 1; color: var(--soft); font-variant-numeric: tabular-nums; }
.axis-x { display: flex; margin-inline-start: 2.75rem; font-size: .78rem; color: var(--soft); } .axis-x span { min-width: 0; overflow-wrap: normal; }
.mail { flex: 1; min-width: 0; height: 100%; overflow: visible; }
rect.of-case { fill: var(--verdict); } .key.of-case { background: var(--verdict); }
rect.other { fill: var(--other); } .key.other { background: var(--other); }
path.usual { fill: none; stroke: var(--ink); stroke-width: 1.5; vector-effect: non-scaling-stroke; } .key.usual { height: 0; border-top: .15rem solid var(--ink); border-radius: 0; vertical-align: .25rem; }
path.grid { fill: none; stroke: var(--line); stroke-width: 1; vector-effect: non-scaling-stroke; }
.evidence { list-style: none; padding: 0; } .evidence li + li { margin-top: .75rem; }
.evidence pre { margin: .1rem 0; padding: .5rem .75rem; background: var(--code); border-radius: .3rem; white-space: pre-wrap; overflow-wrap: anywhere; line-height: 1.5; font-size: .82rem; }
.place { font-size: .85rem; font-weight: 600; margin: 0; } .hash { font: .7rem/1.4 ui-monospace, Consolas, monospace; color: var(--soft); margin: 0; }
.reasons { list-style: none; padding: 0; } .mark { display: inline-block; width: 3rem; font: 600 .95rem ui-monospace, Consolas, monospace; color: var(--accent); }
summary { cursor: pointer; color: var(--accent); font-size: .88rem; }
a:focus-visible, summary:focus-visible, .wide:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
footer { border-top: 1px solid var(--line); padding-top: 1.5rem; }
@media (max-width: 40rem) {
  body { padding: 1rem .75rem 3rem; } .card, .part { padding: 1rem; } h2 { font-size: 1.2rem; }
  .figures { grid-template-columns: repeat(2, 1fr); } .rows div { grid-template-columns: 1fr; gap: 0; }
  .bars { width: 20%; min-width: 3rem; }
}
@media print {
  :root { --paper: #fff; --card: #fff; --code: #fff; } html { font-size: 11pt; } body { max-width: none; padding: 0; }
  .part, .card, tr, .evidence li { break-inside: avoid; } .badge, rect, .key, .meter span { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  details::details-content { content-visibility: visible; height: auto; } .evidence pre { border: 1px solid var(--line); }
}
</style>`;
