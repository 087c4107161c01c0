/** CSS of a report, for light and dark pages, wide and narrow screens, and print. */
export const pageStyle = `
:root {
  color-scheme: light dark;
  --ground: #ffffff; --ink: #1a2330; --quiet: #566272; --rule: #d8dee6; --stress: #eef3f9; --link: #005a9c;
  --blue: #0072b2; --orange: #d55e00; --green: #00805d; --purple: #b0538a; --yellow: #b07a00; --sky: #2b8cc4; --grey: #6b7684;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #12181f; --ink: #e3e9f0; --quiet: #9aa7b6; --rule: #2c3743; --stress: #1b2530; --link: #7cc0ff;
    --blue: #4ba3e3; --orange: #ff8a4c; --green: #2fc49a; --purple: #e08fbe; --yellow: #e6b13c; --sky: #8fd3ff; --grey: #94a1b0;
  }
}
* { box-sizing: border-box; }
html { scroll-behavior: smooth; -webkit-text-size-adjust: 100%; }
body {
  margin: 0 auto; padding: 32px 16px 64px; max-width: 1120px; background: var(--ground); color: var(--ink);
  font: 16px/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif;
}
header, section > p, section > h2, nav { max-width: 72ch; }
.brand { margin: 0; color: var(--quiet); font-size: 14px; }
h1 { margin: 0 0 16px; font-size: 32px; line-height: 1.2; text-wrap: balance; }
h2 { margin: 64px 0 8px; padding-top: 16px; border-top: 1px solid var(--rule); font-size: 24px; line-height: 1.3; }
p { margin: 0 0 16px; text-wrap: pretty; }
.lead { font-size: 19px; }
a { color: var(--link); }
nav ol { margin: 24px 0 0; padding: 16px 16px 16px 40px; background: var(--stress); columns: 2 240px; }
nav li { break-inside: avoid; }
figure { margin: 0; min-width: 0; }
.content { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 480px), 1fr)); gap: 40px 48px; margin: 24px 0 0; align-items: start; }
.content > .table, figure[data-figure="band"], figure[data-figure="beats"], figure[data-figure="images"], figure[data-figure="strips"] { grid-column: 1 / -1; }

figcaption { max-width: 72ch; margin-top: 8px; color: var(--quiet); font-size: 15px; }
figure > svg.plot { display: block; width: 100%; max-width: 600px; }
figure > svg.plot.wide { max-width: 100%; }
svg.plot { height: auto; overflow: visible; --plot-background: var(--ground); font-family: inherit; }
svg.plot text, svg.plot tspan { white-space: pre; }
.pixels { image-rendering: pixelated; }
.reference { stroke: var(--ink); }
.panels { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 320px), 1fr)); gap: 16px 24px; }
.panel svg { display: block; width: 100%; }
.panel-title { margin: 0; font-size: 15px; font-weight: 600; }
.strip { margin: 0 0 24px; break-inside: avoid; }
.strip svg { display: block; width: 100%; min-width: 640px; }
.paper-fine { stroke: var(--orange); stroke-width: 0.5; stroke-opacity: 0.25; }
.paper-coarse { stroke: var(--orange); stroke-width: 0.8; stroke-opacity: 0.5; }
.quiet { fill: var(--quiet); }
.legend { display: flex; flex-wrap: wrap; gap: 4px 24px; margin: 0 0 8px; padding: 0; list-style: none; font-size: 15px; }
.swatch { display: inline-block; width: 12px; height: 12px; margin-right: 8px; }
.scroll { overflow-x: auto; margin: 0; min-width: 0; }
table { border-collapse: collapse; font-size: 15px; font-variant-numeric: tabular-nums; }
.table { min-width: 0; }
.table-caption { max-width: 72ch; margin: 0 0 8px; color: var(--quiet); font-size: 15px; }
th, td { padding: 8px 16px 8px 0; border-bottom: 1px solid var(--rule); text-align: right; vertical-align: top; white-space: nowrap; }
th:first-child, th.text, td.text, .facts td { text-align: left; }
thead th { color: var(--quiet); font-weight: 600; vertical-align: bottom; white-space: normal; }
tbody th { font-weight: 400; }
.highlighted { background: var(--stress); }
.highlighted th, .highlighted td { font-weight: 600; }
.facts th { color: var(--quiet); }
.facts td { white-space: normal; overflow-wrap: anywhere; }
code { font: 14px/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; }
@media (max-width: 600px) {
  h1 { font-size: 26px; }
  .lead { font-size: 17px; }
  h2 { margin-top: 40px; font-size: 21px; }
}
@media print {
  :root { --ground: #ffffff; --ink: #000000; --quiet: #444444; --rule: #bbbbbb; --stress: #f3f3f3; --link: #000000;
    --blue: #0072b2; --orange: #d55e00; --green: #00805d; --purple: #b0538a; --yellow: #b07a00; --sky: #2b8cc4; --grey: #6b7684; }
  body { max-width: none; padding: 0; font-size: 11pt; }
  nav { display: none; }
  figure, tr, .panel { break-inside: avoid; }
  .content { display: block; }
  .content > * { margin: 16px 0; }
  h2 { break-after: avoid; }
}
`;
