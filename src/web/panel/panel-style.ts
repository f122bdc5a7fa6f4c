import { createHash } from "node:crypto";
import { html } from "../../report/html.ts";

/** The one style sheet of the panel: light and dark by the reader's system, one column, large enough to touch. */
const css = html`
:root { color-scheme: light dark; --paper: #f6f5f1; --card: #fff; --ink: #1f2529; --soft: #545e66; --line: #d3d0c6; --accent: #24507c; --on-accent: #fff; --good: #e8f3ec; --bad: #fbece9; }
@media (prefers-color-scheme: dark) {
  :root { --paper: #14181b; --card: #1c2226; --ink: #e6e9eb; --soft: #a3aeb6; --line: #3b454c; --accent: #8ab6e0; --on-accent: #10161b; --good: #1d3026; --bad: #3a2522; }
}
* { box-sizing: border-box; }
html { font: 16px/1.7 system-ui, -apple-system, "Segoe UI", "Hiragino Sans", "Yu Gothic UI", "Noto Sans JP", "Noto Sans CJK JP", sans-serif; background: var(--paper); color: var(--ink); }
body { max-width: 46rem; margin: 0 auto; padding: 1rem 1rem 3rem; overflow-wrap: anywhere; }
:lang(ja) { line-break: strict; }
header { display: flex; flex-wrap: wrap; justify-content: space-between; gap: .25rem 1rem; color: var(--soft); font-size: .9rem; }
header p { margin: 0; }
h1 { font-size: 1.45rem; line-height: 1.4; margin: 1rem 0 .25rem; text-wrap: balance; }
h2 { font-size: 1.1rem; margin: 2rem 0 .5rem; padding-top: .75rem; border-top: 1px solid var(--line); }
h3 { font-size: 1rem; margin: 0 0 .25rem; }
section { background: var(--card); border: 1px solid var(--line); border-radius: .6rem; padding: 1rem 1.15rem; margin: 1rem 0; }
section > h2:first-child { margin-top: 0; padding-top: 0; border-top: 0; }
p { margin: 0 0 .6rem; }
ul, ol { margin: 0 0 .6rem; padding-inline-start: 1.4rem; }
a { color: var(--accent); }
.soft, .note { color: var(--soft); font-size: .92rem; }
dl { margin: 0 0 .6rem; }
dl div { padding: .4rem 0; border-top: 1px solid var(--line); }
dt { color: var(--soft); font-size: .85rem; }
dd { margin: 0; }
.points div:first-child, .rows div:first-child { border-top: 0; }
.points dd { font-weight: 600; }
.condition { margin: 0 0 1rem; }
.condition p { margin: 0 0 .2rem; }
summary { cursor: pointer; color: var(--accent); padding: .25rem 0; }
.line { margin: .25rem 0; padding-inline-start: .75rem; border-inline-start: 3px solid var(--line); }
code { font: .8rem/1.5 ui-monospace, Consolas, "Noto Sans Mono CJK JP", monospace; }
table { border-collapse: collapse; width: 100%; font-size: .92rem; }
th, td { text-align: start; vertical-align: top; padding: .4rem .5rem .4rem 0; border-top: 1px solid var(--line); }
thead th { border-top: 0; color: var(--soft); font-size: .85rem; }
tbody th { font-weight: 600; }
.said { background: var(--good); border-color: var(--soft); font-weight: 600; }
.no { background: var(--bad); border-color: var(--soft); font-weight: 600; }
.said p, .no p { margin: 0; }
fieldset { border: 1px solid var(--line); border-radius: .4rem; margin: 0 0 1rem; padding: .5rem .9rem .9rem; }
legend { font-weight: 600; padding: 0 .3rem; }
label { display: block; margin: .5rem 0 .2rem; }
label.choice { display: flex; gap: .6rem; align-items: baseline; margin: 0; padding: .35rem 0; }
input[type="text"], textarea { width: 100%; font: inherit; color: inherit; background: var(--paper); border: 1px solid var(--soft); border-radius: .3rem; padding: .5rem .6rem; }
button { font: inherit; font-weight: 600; color: var(--on-accent); background: var(--accent); border: 0; border-radius: .4rem; padding: .7rem 1.6rem; margin: .6rem 0; cursor: pointer; }
a:focus-visible, summary:focus-visible, button:focus-visible, input:focus-visible, textarea:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
`;

export const panelStyle = html`<style>${css}</style>`;

const digest = createHash("sha256").update(css.toString()).digest("base64");

/**
 * Sent with every page: nothing is fetched, nothing runs, nothing is kept, no other site learns the address, and none may show the page within
 * its own. The style sheet is let in by its digest.
 */
export const panelHeaders: Readonly<Record<string, string>> = {
  "content-security-policy": `default-src 'none'; style-src 'sha256-${digest}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`,
  "referrer-policy": "no-referrer",
  "x-robots-tag": "noindex, nofollow, noarchive",
  "cache-control": "no-store",
  "x-content-type-options": "nosniff",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "permissions-policy": "camera=(), geolocation=(), microphone=()",
};
