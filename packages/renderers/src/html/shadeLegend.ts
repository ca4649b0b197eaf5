import type { Unit } from "@touchpoint/core/metrics"
import type { Voice } from "@touchpoint/core/report"
import { type Markup, tag } from "./markup.ts"
import type { Shades } from "./shades.ts"

/** A scale of shades with the bounds of each. */
export const shadeLegend = (voice: Voice, title: string, unit: Unit, { steps }: Shades): Markup => {
  const bounds = boundsOf(voice, unit, steps)
  return tag`<p class="shades"><span>${title} <small>(${voice.label("shadesLegend")})</small></span>${steps.map(({ from, shade, to }) => tag`<span class="shade ${shade}">${bounds(from, to)}</span>`)}</p>`
}

/** Bounds with no more decimals than they have: they are round, where values are not. */
const boundsOf = ({ wording }: Voice, unit: Unit, steps: Shades["steps"]): ((from: number, to: number) => string) => {
  if (unit.kind !== "proportion" && unit.kind !== "points" && unit.kind !== "ratio")
    return (low, high) => wording.interval({ low, high, level: 1, method: "" }, unit)
  const times = unit.kind === "proportion" ? 100 : 1
  const ends = steps.flatMap(({ from, to }) => [from, to])
  const exact = (digits: number) =>
    ends.every((end) => Math.abs(end * times * 10 ** digits - Math.round(end * times * 10 ** digits)) < 1e-6)
  const digits = [0, 1, 2].find(exact) ?? 3
  return (from, to) => {
    const dash = from < 0 || to < 0 ? " … " : "–"
    const last = unit.kind === "proportion" ? wording.percent(to, digits) : wording.number(to, digits)
    return `${wording.number(from * times, digits)}${dash}${last}`
  }
}
