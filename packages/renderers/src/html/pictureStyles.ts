import { HEATS, SCORES } from "./shades.ts"

const shades = [...SCORES, ...HEATS]
  .map(
    (shade) =>
      `.disc.${shade}{fill:var(--${shade})}.on.${shade}{fill:var(--on-${shade})}.shade.${shade},td.${shade}{background:var(--${shade});color:var(--on-${shade})}td.${shade} small{color:inherit}td.${shade}.hollow-cell{background:none;color:var(--ink);box-shadow:inset 0 0 0 3px var(--${shade})}`,
  )
  .join("")

const FIGURES = `
.cards.thirds{grid-template-columns:repeat(auto-fill,minmax(min(100%,20rem),1fr))}
.change{margin:.55rem 0 0;font-size:.9375rem;line-height:1.35}
.change b{display:block;font-weight:600;font-variant-numeric:lining-nums tabular-nums}
.change small{display:block;margin-top:.15rem}
.change small span{white-space:nowrap}
.change.better b{color:var(--good)}
.change.worse b{color:var(--critical)}
.change.none b,.change.withheld b{color:var(--muted)}
.spark{align-self:end;padding-top:.9rem}
.spark svg{display:block;width:100%;height:3.25rem;overflow:visible}
.spark>small{white-space:nowrap;overflow-wrap:normal;display:flex;justify-content:space-between;gap:.5rem;margin-top:.3rem;font-size:.75rem;border-top:1px solid var(--rule);padding-top:.2rem}
.card.long .big{font-size:2rem}
@media (max-width:40rem){.card{grid-template-columns:minmax(0,1fr) 8.5rem;column-gap:1rem}.card>h3,.card>.big+div,.card>.notes{grid-column:1/-1}.card>.big{grid-column:1}.card>.spark{grid-column:2;grid-row:2}.card.long>.big,.card.long>.spark{grid-column:1/-1;grid-row:auto}.shades>span:first-child{flex-basis:100%}}
`

/** One stage below the other. */
const STACKED = `
.map{display:block}
.map .stage{display:block;margin-top:1.1rem}
.map .phase{margin-top:1.75rem}
.map>.phase:first-of-type{margin-top:0}
.strip-key{display:none}
.map .rail,.map .strip,.map .strip-at,.map .cell.none{display:none}
.map .step{border-bottom:0;padding-bottom:.3rem}
.map .cell{margin-top:.4rem;padding:.6rem .75rem .75rem}
.cell .of{display:block}
`

/** The rules of a stack, for maps of so many stages. */
const stacked = (room: string): string => STACKED.replaceAll(/^\./gm, `.${room} .`).replaceAll(/,\./g, `,.${room} .`)

const JOURNEY = `
.journey{container:journey/inline-size}
.map{display:grid;grid-template-columns:2.25rem repeat(var(--stages),minmax(0,1fr));gap:.45rem}
.stage{display:contents}
.phase{display:flex;align-items:center;font-family:inherit;font-size:.8125rem;line-height:1.3;font-weight:600;padding:.4rem 1.2rem;color:var(--info);background:var(--tint-info);clip-path:polygon(0 0,calc(100% - .6rem) 0,100% 50%,calc(100% - .6rem) 100%,0 100%,.6rem 50%)}
.map .step{font-family:inherit;font-size:.9rem;line-height:1.3;font-weight:600;color:var(--ink);display:flex;justify-content:space-between;align-items:flex-end;gap:.4rem;margin:0;padding:.35rem .1rem .3rem;hyphens:auto}
.rail{justify-self:end;width:1.5rem;writing-mode:vertical-rl;transform:rotate(180deg);text-align:center;font-size:.75rem;line-height:1.25rem;color:var(--muted);border-right:1px solid var(--faint)}
.strip{position:relative;height:7.5rem;margin:.5rem 0;min-width:0}
.strip svg{overflow:visible}.strip>svg{display:block;width:100%;height:100%}
.strip svg .disc{stroke:var(--faint);stroke-width:1}
.strip .low{position:absolute;transform:translateX(-50%);margin-top:.6rem;font-size:.75rem;line-height:1.15;color:var(--ink);text-shadow:0 0 3px var(--halo),0 0 3px var(--halo);white-space:nowrap;overflow-wrap:normal}
.strip .low.start{transform:none;margin-left:-.4rem}
.strip .low.end{transform:translateX(-100%);margin-left:.4rem}
.strip-scale{position:relative;height:7.5rem;margin:.5rem 0}
.strip-scale>span{position:absolute;right:0;transform:translateY(-50%);font-size:.75rem;line-height:1.25rem;color:var(--muted);white-space:nowrap;overflow-wrap:normal;font-variant-numeric:lining-nums tabular-nums}
.cell{background:var(--panel);border-radius:.4rem;padding:.7rem .5rem .75rem;min-width:0}
.cell.none{background:none;border:1px dashed var(--rule)}
.cell .of{display:none;margin:0 0 .5rem;font-size:.75rem;line-height:1.4;color:var(--muted)}
.cell ul{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,9.25rem),1fr));gap:1rem .75rem;align-items:start}
.gap{display:flex;align-items:center;justify-content:center;text-align:center;margin:0;padding:1rem .5rem;font-size:.8125rem;line-height:1.35;color:var(--muted);border:1.5px dashed var(--faint);border-radius:.4rem}
.tp{container-type:inline-size;min-width:0}
.chip{display:grid;grid-template-columns:48px minmax(0,1fr);grid-template-areas:"glyph flags" "called called" "more more";gap:.1rem .5rem;align-items:center}
.glyph{grid-area:glyph;display:block;margin:-3px 0 0 -3px}
.called{grid-area:called;font-size:.8125rem;line-height:1.25;font-weight:600;hyphens:auto;padding-top:.2rem}
.quiet .called{font-weight:400;color:var(--muted)}
.more{grid-area:more;display:flex;flex-wrap:wrap;gap:0 .6rem;min-width:0}
.more>small{font-size:.75rem;line-height:1.35}
.flags{grid-area:flags;display:flex;flex-wrap:wrap;gap:.1rem;justify-content:flex-end;align-items:center}
.flag{display:block;padding:1px;line-height:0;border-radius:3px}
.met{display:grid;grid-template-columns:minmax(1rem,1fr) var(--count);gap:.45rem;align-items:center;width:100%;margin-top:.15rem}
.met small{text-align:right;white-space:nowrap;overflow-wrap:normal;font-size:.75rem;line-height:1.35;font-variant-numeric:lining-nums tabular-nums}
@container (min-width:12.5rem){.chip{grid-template-columns:48px minmax(0,1fr) auto;grid-template-areas:"glyph called flags" "glyph more more";grid-template-rows:auto 1fr}.called{align-self:end}}
.disc{stroke:none}
.disc.s3{stroke:var(--faint);stroke-width:.75}
.disc.unsure{fill:var(--page);stroke:var(--faint);stroke-width:1.5}
.on{font-size:13px;font-weight:600;text-anchor:middle;font-variant-numeric:lining-nums tabular-nums}
.on.unsure{fill:var(--muted)}
.unknown{fill:none;stroke:var(--faint);stroke-width:1.5;stroke-dasharray:3 3}
.kept{fill:var(--data)}
.kept.weak{fill:var(--faint)}
.broken{fill:var(--critical)}
.kept-line,.broken-line{fill:none;stroke:var(--data);stroke-width:3.5}
.broken-line{stroke:var(--critical)}
.met .rest,.legend .rest{fill:var(--rule)}
.met .bar,.legend .bar{fill:var(--faint)}
.sign-of{display:block;flex:none}
.sign-of.critical{fill:var(--critical)}
.sign-of.warning{fill:var(--warning)}
.sign-of.info{fill:var(--info)}
.sign{fill:none;stroke:var(--page);stroke-width:2.2;stroke-linecap:round}
.journey figcaption{margin-top:1.1rem;display:grid;gap:.55rem}
.legend{display:flex;flex-wrap:wrap;gap:.3rem 1.25rem}
.legend li{display:flex;align-items:center;gap:.45rem}
.legend svg{flex:none;overflow:visible}
.legend .sign-of{width:17px;height:17px}
.shades{display:flex;flex-wrap:wrap;align-items:center;gap:.25rem .1rem;margin:0;font-size:.75rem;line-height:1.3;max-width:none}
.shades>span:first-child{margin-right:.6rem;font-size:.8125rem}
.shade{padding:.22rem .55rem;white-space:nowrap;overflow-wrap:normal;font-variant-numeric:lining-nums tabular-nums}
@container journey (max-width:34rem){${stacked("few")}}
@container journey (max-width:46rem){${stacked("some")}}
@container journey (max-width:58rem){${stacked("many")}}
@container journey (max-width:70rem){${stacked("crowd")}}
${stacked("endless")}
`

const FUNNEL = `
.funnels{container:funnels/inline-size;max-width:66rem}
.funnel-panels{display:grid;grid-template-columns:minmax(0,1fr);gap:2rem 3rem}
.several .funnel-panels{grid-template-columns:repeat(auto-fit,minmax(min(100%,26rem),1fr))}
.funnel h3{font-family:inherit;font-size:1rem;margin-bottom:.6rem}
.patterns{position:absolute}
.funnel-row{display:grid;grid-template-columns:11rem minmax(0,1fr) 7.5rem;column-gap:1rem;align-items:center}
.several .funnel-row{grid-template-columns:8rem minmax(0,1fr) 6rem}
.funnel-row .label{font-size:.9rem;line-height:1.3}
.funnel-row .lane{height:2.6rem;background:var(--panel)}
.funnel-row svg{position:absolute;inset:0;width:100%;height:100%;overflow:visible}
.funnel-row svg svg{position:static;width:1px;height:1px}
.funnel-row .shown{font-size:1rem;line-height:1.25;font-variant-numeric:lining-nums tabular-nums}
.funnel-row .shown small{display:block}
.onward{margin:.15rem 0;padding:.2rem 0 .2rem 12rem;max-width:none;font-size:.875rem;line-height:1.4;display:flex;flex-wrap:wrap;gap:0 .75rem;align-items:baseline;font-variant-numeric:lining-nums tabular-nums}
.several .onward{padding-left:9rem}
.onward b{color:var(--critical)}
.share{fill:var(--data)}
.share.weak{fill:var(--faint)}
.lost.worst{stroke:var(--critical);stroke-width:1.5}
.error{stroke:var(--ink);stroke-width:1.5}
.cap{fill:none;stroke:var(--ink);stroke-width:1.5}
.hatch-ground{fill:var(--page)}
.hatch-line{stroke:var(--faint);stroke-width:1.6}
@container funnels (max-width:38rem){.funnel-row,.several .funnel-row{grid-template-columns:minmax(0,1fr) auto}.funnel-row .lane{grid-row:2;grid-column:1/-1;height:2rem}.funnel-row .shown{display:flex;gap:.6rem;align-items:baseline}.funnel-row .label{align-self:last baseline}.onward,.several .onward{padding-left:0}}
`

const HEAT = `
.heat table{border-collapse:separate;border-spacing:2px;min-width:0;margin-left:-2px}
.heat th{border-bottom:0;padding:.4rem .9rem .4rem 0;font-size:.875rem;white-space:nowrap}
.heat th small{display:block}
.heat thead th{font-size:.8125rem;text-align:center;white-space:normal;padding:.3rem .25rem;vertical-align:bottom}
.heat thead th:first-child{text-align:left}
.heat td{border:0;vertical-align:middle;padding:.45rem .35rem;min-width:4.6rem;text-align:center;line-height:1.25;white-space:nowrap;overflow-wrap:normal}
.heat td small{display:block;font-size:.75rem;line-height:1.3}
.heat td.whole,.heat td.unsure{background:var(--panel)}
.heat td.unsure{color:var(--muted)}
.heat td.open{background:repeating-linear-gradient(135deg,var(--rule) 0 1px,transparent 1px 6px)}
.heat td.open small{background:var(--page);width:fit-content;margin:0 auto;padding:0 .25rem;border-radius:2px}
.heat figcaption{display:grid;gap:.5rem}
`

const HISTOGRAM = `
.bins .plot{position:relative;height:15rem;margin-top:4.6rem}
.plot>svg{position:absolute;inset:0;height:100%}
.within{fill:var(--data)}
.over{stroke:var(--critical);stroke-width:1.5}
.cap-line{stroke:var(--critical);stroke-width:2}
.counts>span{position:absolute;transform:translate(-50%,-100%);padding-bottom:.15rem;font-size:.75rem;line-height:1.2;color:var(--muted);white-space:nowrap;overflow-wrap:normal;font-variant-numeric:lining-nums tabular-nums}
.values{position:relative;height:1.6rem;border-top:1px solid var(--faint)}
.values>span{position:absolute;transform:translateX(-50%);top:.25rem;font-size:.75rem;line-height:1.25rem;white-space:nowrap;overflow-wrap:normal}
.cap-note{position:absolute;bottom:100%;padding:0 0 1.6rem .6rem;margin-left:-1px;border-left:2px solid var(--critical);line-height:1.3}
.cap-note.before{text-align:right;border-left:0;border-right:2px solid var(--critical);padding:0 .6rem 1.6rem 0;margin:0 -1px 0 0}
.cap-note b{display:block;color:var(--critical)}
.cap-note small{display:block}
@container (max-width:36rem){.crowded .counts{display:none}.crowded .values>span:nth-child(even){display:none}}
`

const FINDINGS = `
nav{margin-top:.9rem}
nav ol{columns:26rem;column-gap:3rem;max-width:66rem}
nav li{break-inside:avoid;padding:.2rem 0;font-size:.9375rem;line-height:1.4}
nav a{text-decoration:none}
nav a:hover{text-decoration:underline}
.mini{max-width:26rem;height:1.75rem}
.mini svg{display:block;width:100%;height:100%;overflow:visible}
.mini svg svg{display:inline;width:1px;height:1px}
.slim table{min-width:min(100%,24rem)}
.badge{display:inline-flex;align-items:center;gap:.4rem;padding:.2rem .65rem .2rem .3rem}
.badge .sign-of{width:18px;height:18px}
.finding{scroll-margin-top:1rem}
.finding:target{background:var(--panel);box-shadow:0 0 0 1rem var(--panel)}
`

/** The map on paper: one stage below the other, since a row of a map does not break. */
const PAPER = `.axis.paper{display:none}@media print{.axis.paper{display:grid}${STACKED.trim().replaceAll("\n", "")}.cards,.cards.thirds{grid-template-columns:repeat(3,minmax(0,1fr))}.cards .card{display:block}.tp,.funnel,.bins,.map .step,.phase{break-inside:avoid}nav ol{columns:2;column-gap:2rem}.phase,.map .step,.of{break-after:avoid}.cell{break-inside:auto}figcaption{break-before:avoid}.cell ul{grid-template-columns:repeat(4,minmax(0,1fr))}.heat table{font-size:7.5pt;table-layout:fixed}.heat td{min-width:0;padding-inline:0}.heat th small{white-space:nowrap}.heat thead th{font-size:6.5pt;padding-inline:0}.heat thead th:first-child{width:13%}.heat tbody tr:nth-child(-n+3),tbody tr:first-child{break-after:avoid}.heat tbody tr:nth-last-child(-n+2),tbody tr:last-child{break-before:avoid}.bins .plot,.single .frame .lane{height:11rem}.single .frame .times.lane{height:1.7rem}.several .funnel-panels{grid-template-columns:repeat(auto-fit,minmax(min(100%,20rem),1fr));gap:1.5rem}.slim table{width:auto}.finding:target{background:none;box-shadow:none}}`

/** Styles of pictures that are more than a plot. */
export const pictureStyles = `${FIGURES}${shades}${JOURNEY}${FUNNEL}${HEAT}${HISTOGRAM}${FINDINGS}${PAPER}`
