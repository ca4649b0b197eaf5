import { dark, light, properties } from "./palette.ts"
import { pictureStyles } from "./pictureStyles.ts"

/** Which scheme a page shows: the reader's own, or always one. */
export type Theme = "auto" | "light" | "dark"

const schemes = (theme: Theme): string => {
  const paper = `@media print{:root{color-scheme:light;${properties(light)}}}`
  if (theme === "light") return `:root{color-scheme:light;${properties(light)}}`
  if (theme === "dark") return `:root{color-scheme:dark;${properties(dark)}}${paper}`
  return `:root{color-scheme:light dark;${properties(light)}}@media (prefers-color-scheme:dark){:root{${properties(dark)}}}${paper}`
}

const TEXT = `
*,*::before,*::after{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;text-size-adjust:100%}
body{margin:0;background:var(--page);color:var(--ink);font:1rem/1.55 -apple-system,"Segoe UI",Roboto,"Helvetica Neue","Noto Sans","Liberation Sans",Arial,system-ui,sans-serif;overflow-wrap:anywhere}
h1,h2,h3{font-family:Charter,"Bitstream Charter","Sitka Text",Cambria,"Noto Serif","Liberation Serif",Georgia,serif;text-wrap:pretty}
h1{font-size:clamp(1.9rem,1.4rem + 1.9vw,2.6rem);line-height:1.15;font-weight:600;letter-spacing:-.01em;margin:0}
h2{font-size:clamp(1.3rem,1.15rem + .55vw,1.6rem);line-height:1.3;font-weight:600;margin:0 0 1.4rem;max-width:46rem}
h3{font-size:1.1rem;line-height:1.4;font-weight:600;margin:0}
h4{font-size:.8125rem;line-height:1.4;font-weight:600;color:var(--muted);margin:0 0 .3rem}
p{margin:0 0 1rem;max-width:46rem}
a{color:var(--link);text-underline-offset:.15em}
a:focus-visible,summary:focus-visible,[tabindex]:focus-visible{outline:2px solid var(--data);outline-offset:3px;border-radius:2px}
code{font:.875em/1.5 ui-monospace,"SF Mono",Menlo,Consolas,"Liberation Mono",monospace}
small,.small{font-size:.8125rem;line-height:1.45;color:var(--muted)}
ul,ol{margin:0;padding:0;list-style:none}
dl,dd,figure{margin:0}
.skip{position:absolute;left:-999rem}
.skip:focus{left:1rem;top:1rem;background:var(--page);padding:.5rem 1rem;z-index:1}
header,main,footer{max-width:76rem;margin:0 auto;padding:0 1.5rem}
header{padding-top:clamp(2rem,5vw,4rem);padding-bottom:clamp(1.5rem,3vw,2.25rem)}
header p{margin:.6rem 0 0;color:var(--muted)}
section.part{border-top:1px solid var(--rule);padding:clamp(1.6rem,3vw,2.4rem) 0 clamp(2rem,4vw,3.2rem)}
section.part>*+*{margin-top:1.75rem}
section.part>h2+*{margin-top:0}
footer{padding-bottom:4rem;font-size:.875rem}
footer h2{font-size:1.1rem;margin-bottom:.6rem;max-width:none;border-top:1px solid var(--rule);padding-top:1.75rem}
`

const FIGURES = `
.cards{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,14.5rem),1fr));gap:0 1rem}
.card{background:var(--panel);border-radius:.5rem;padding:1.15rem 1.25rem 1.25rem;margin-bottom:1rem;display:grid;grid-template-rows:subgrid;grid-row:span 5;gap:0}
.card h3{font-family:inherit;font-size:.9375rem;line-height:1.35}
.card h3 small{display:block;font-weight:400}
.card .big{font-size:2.5rem;line-height:1.1;font-weight:600;letter-spacing:-.03em;margin:0;padding-top:.6rem;font-variant-numeric:lining-nums tabular-nums}
.card .sure{margin-top:.35rem;letter-spacing:0;font-weight:400;font-size:.8125rem;line-height:1.45;color:var(--muted);display:flex;flex-wrap:wrap;gap:0 .9rem;align-items:baseline;font-variant-numeric:lining-nums tabular-nums}
.sure b{color:var(--ink);font-weight:600}
.shared{margin:0}
.card p{margin:.35rem 0 0}
.card .notes{margin:.75rem 0 0;padding-top:.65rem;border-top:1px solid var(--rule)}
.notes li{font-size:.8125rem;line-height:1.45;color:var(--muted)}
.notes li+li{margin-top:.2rem}
.table{overflow-x:auto;-webkit-overflow-scrolling:touch;background:linear-gradient(to left,var(--page) 35%,transparent) 100% 0/3rem 100% no-repeat local,linear-gradient(to left,var(--shade),transparent) 100% 50%/1.1rem calc(100% - 4px) no-repeat scroll}
table{border-collapse:collapse;min-width:min(100%,42rem);font-size:.9rem;line-height:1.4;font-variant-numeric:lining-nums tabular-nums}
caption{text-align:left;font-weight:600;padding:0 0 .6rem}
th,td{padding:.5rem 1.75rem .5rem 0;overflow-wrap:break-word;text-align:left;vertical-align:top;font-weight:400;border-bottom:1px solid var(--rule)}
th:last-child,td:last-child{padding-right:0}
thead th,thead td{font-size:.8125rem;font-weight:600;color:var(--muted);vertical-align:bottom;border-bottom:1px solid var(--faint)}
tbody th{overflow-wrap:anywhere;min-width:8.5rem;max-width:26rem}
tbody th,thead th:first-child{position:sticky;left:0;background:var(--page)}
.figure{text-align:right;white-space:nowrap;overflow-wrap:normal}
thead .figure{white-space:normal;min-width:4.5rem}
td small{display:block}
sup{font-size:.75rem;line-height:0;margin-left:.15em;font-weight:400}
sup a{text-decoration:none;padding:.2em}
.table+.notes{margin-top:.75rem}
.notes.many{columns:22rem;column-gap:2.5rem}
.notes.many li{break-inside:avoid}
.notes.numbered{list-style:decimal;padding-left:1.4rem}
.notes li:target{color:var(--ink)}
details>summary{cursor:pointer;font-weight:600;font-size:.9375rem;color:var(--link);padding:.35rem 0;width:fit-content}
details[open]>summary{margin-bottom:.5rem}
.badge{display:inline-block;font-size:.75rem;line-height:1.3;font-weight:600;padding:.2rem .6rem;border-radius:1rem}
.badge.critical{color:var(--critical);background:var(--tint-critical)}
.badge.warning{color:var(--warning);background:var(--tint-warning)}
.badge.info{color:var(--info);background:var(--tint-info)}
.tags{display:flex;flex-wrap:wrap;align-items:center;gap:.35rem .75rem;margin:0 0 .45rem}
.verdict p{font-size:1.25rem;font-weight:600;margin:0 0 .6rem}
.verdict li{display:grid;grid-template-columns:22px 1fr;gap:.6rem;margin-top:.5rem}
.finding{padding:1.4rem 0;border-top:1px solid var(--rule)}
.finding:first-child{border-top:0;padding-top:0}
.finding:last-child{padding-bottom:0}
.finding h3{max-width:46rem}
.columns{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,22rem),1fr));gap:.9rem 2.5rem;margin-top:.8rem}
.columns p{margin:0}
.evidence li+li{margin-top:.3rem}
.evidence small{display:block}
.evidence span{white-space:nowrap;margin-right:.9rem}
.evidence b{font-variant-numeric:tabular-nums}
.facts{display:flex;flex-wrap:wrap;gap:.25rem 1.5rem;margin-top:.5rem;font-size:.875rem}
.facts dt{display:inline;color:var(--muted)}
.facts dd{display:inline}
.facts code{display:inline-block;margin-right:.75em}
.passport dl{display:grid;grid-template-columns:minmax(7rem,auto) 1fr;gap:.3rem 1.5rem;font-size:.9rem;max-width:54rem;padding-bottom:.75rem}
.passport dt{color:var(--muted)}
.failures li+li{margin-top:.5rem}
`

/** Charts where there is little room: names and values stand above their marks. */
const NARROW = `
.row,.head,.axis{grid-template-columns:minmax(0,1fr) auto}
.row{padding-top:.35rem}
.row .lane,.head .lane,.axis .lane{grid-column:1/-1}
.row .lane{grid-row:2}
.row .lane{min-height:1.6rem}
.row .label,.row .shown{padding:0}
.row .label,.row .shown{align-self:first baseline}
.row .lane.absent{align-items:start}
.wide{display:none}
.single .frame .lane{height:12rem}
.frame .times.lane{height:1.7rem}
`

const CHARTS = `
.chart{container-type:inline-size;max-width:60rem}
.roomy{container-name:roomy}
.spacious{container-name:spacious}
figcaption{font-size:.8125rem;line-height:1.45;color:var(--muted);margin-top:.7rem}
.chart svg{display:block;width:100%;overflow:visible}
.lane{position:relative;min-width:0}
.row,.head,.axis{display:grid;grid-template-columns:var(--name) minmax(0,1fr) var(--value);column-gap:1.25rem}
.row{align-items:stretch;min-height:2.1rem}
.row .label{align-self:center;font-size:.9rem;line-height:1.3;padding:.3rem 0}
.row .label small{display:block;font-size:.75rem}
.row .shown{align-self:center;font-size:.9rem;line-height:1.3;font-variant-numeric:lining-nums tabular-nums;display:flex;justify-content:space-between;gap:.75rem;white-space:nowrap;overflow-wrap:normal}
.row .lane{min-height:2.1rem}
.row svg{position:absolute;inset:0;height:100%}
.row .lane.absent{display:flex;align-items:center;font-size:.8125rem;line-height:1.35;color:var(--muted);padding:.35rem 0}
.head .lane,.axis .lane{grid-column:2;height:1.5rem}
.lane>span{position:absolute;font-size:.75rem;line-height:1.25rem;white-space:nowrap;color:var(--muted);transform:translateX(-50%);overflow-wrap:normal;font-variant-numeric:lining-nums tabular-nums}
.lane>span.start{transform:none}
.lane>span.end{transform:translateX(-100%)}
.axis .lane{border-top:1px solid var(--faint)}
.axis .lane>span{top:.25rem}
.axis.top .lane{border-top:0;border-bottom:1px solid var(--faint)}
.axis.top .lane>span{top:0}
.head .lane>span{color:var(--reference);font-weight:600}
.grid{stroke:var(--grid);stroke-width:1;shape-rendering:crispEdges}
.reference{stroke:var(--reference);stroke-width:1.5;stroke-dasharray:4 3}
.whisker{stroke:var(--data);stroke-width:2.5;stroke-linecap:round}
.end{fill:none;stroke:var(--data);stroke-width:2;stroke-linecap:round;stroke-linejoin:round}
.dot{fill:var(--data);stroke:var(--halo);stroke-width:1.5}
.hollow{fill:var(--halo);stroke:var(--data);stroke-width:2}
.tip{fill:none;stroke:var(--faint);stroke-width:1.5;stroke-linecap:round;stroke-linejoin:round}
.off{fill:var(--faint);stroke:var(--halo);stroke-width:1}
.weak .whisker,.weak .end{stroke:var(--faint)}
.weak .dot{fill:var(--faint)}
.weak .hollow{stroke:var(--faint)}
.dot.weak{fill:var(--faint)}
.hollow.weak,.dashed.weak{stroke:var(--faint)}
.panels{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,17rem),1fr));gap:1.75rem 2rem}
.panels.single{display:block}
.panel h3{font-family:inherit;font-size:.9rem;line-height:1.35;margin-bottom:.35rem}
.frame{display:grid;grid-template-columns:var(--axis) minmax(0,1fr);column-gap:.6rem;padding-top:1.6rem}
.frame .lane{height:9.5rem}
.single .frame .lane{height:15rem}
.frame .lane>svg{height:100%}
.frame .scale{position:relative}
.scale>span{position:absolute;right:0;transform:translateY(-50%);font-size:.75rem;line-height:1.25rem;color:var(--muted);white-space:nowrap;overflow-wrap:normal;font-variant-numeric:lining-nums tabular-nums}
.frame .times.lane{grid-column:2;height:1.7rem;border-top:1px solid var(--faint)}
.times.lane>span{top:.25rem}
.lane>span.last{color:var(--ink);font-weight:600;font-size:.875rem;text-shadow:0 0 3px var(--halo),0 0 3px var(--halo),0 0 3px var(--halo),0 0 5px var(--halo);margin-top:-1.9rem}
.lane>span.last.under{margin-top:.6rem}
.band{fill:var(--band)}
.line{fill:none;stroke:var(--data);stroke-width:2;stroke-linejoin:round;stroke-linecap:round;vector-effect:non-scaling-stroke}
.dashed{stroke:var(--data);stroke-width:1.5;stroke-dasharray:3 4}
.light{stroke:var(--faint);stroke-width:1.5;stroke-linecap:round}
@container (max-width:36rem){${NARROW}}
@container roomy (max-width:44rem){${NARROW}}
@container spacious (max-width:52rem){${NARROW}}
@media (max-width:40rem){header,main,footer{padding-inline:1.25rem}th,td{padding-right:1rem}tbody th{max-width:9.5rem}}
`

const PRINT = `
@page{margin:16mm 14mm 18mm}
@media print{
html{font-size:9.5pt}
body{background:var(--page)}
header,main,footer{max-width:none;padding-left:.8rem;padding-right:.8rem}
header{padding-top:0}
.skip{display:none}
.card{border:1px solid var(--rule);background:var(--page)}
.card,.finding,.row,.panel,h2,h3,tr,.notes li,figure.short{break-inside:avoid}
h2,h3,h4,caption,summary,.tags{break-after:avoid}
thead{display:table-header-group}
.table{overflow:visible;background:none}
table{font-size:8pt;line-height:1.35;width:100%}
th,td{padding:.35rem .55rem .35rem 0}
tbody th{min-width:0}
tbody th,thead th:first-child{position:static}
thead .figure{min-width:0}
thead .figure,.figure small{white-space:normal}
details>summary{list-style:none;color:var(--ink)}
details>summary::-webkit-details-marker{display:none}
details::details-content{content-visibility:visible;display:block;height:auto}
section.part{padding:1.2rem 0 1.6rem}
*{print-color-adjust:exact;-webkit-print-color-adjust:exact}
}
`

/** The style sheet of a page. */
export const styles = (theme: Theme): string =>
  `${schemes(theme)}${TEXT}${FIGURES}${CHARTS}${pictureStyles}${PRINT}`.replaceAll(/\n/g, "")

/** What stands below every sheet of paper: what it is about, and which sheet it is. */
export const running = (title: string): string =>
  `@page{@bottom-left{content:${quoted(title)};${SMALL}}@bottom-right{content:counter(page) " / " counter(pages);${SMALL}}}`

const SMALL = "font:8pt sans-serif;color:dimgray"

/** A text as a string of a style sheet: whatever is neither letter nor digit is written by its number. */
const quoted = (text: string): string =>
  `"${text.replaceAll(/[^\p{L}\p{N} ]/gu, (character) => `\\${(character.codePointAt(0) ?? 32).toString(16).padStart(6, "0")}`)}"`
