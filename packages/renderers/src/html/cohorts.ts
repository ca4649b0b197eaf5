import type { Measurement } from "@touchpoint/core/metrics"
import { type Cohorts, notesOf, periodText, type Voice } from "@touchpoint/core/report"
import { message } from "@touchpoint/core/rules"
import { captions } from "../speech/captions.ts"
import { isWeak } from "../speech/scale.ts"
import { type Markup, nothing, tag } from "./markup.ts"
import { shadeLegend } from "./shadeLegend.ts"
import { heatShades, type Shades } from "./shades.ts"

/** Cohorts as a table with shaded cells: it is a table for those who do not see it, too. */
export const cohorts = (voice: Voice, id: string, part: Cohorts): Markup => {
  const { label, say, wording } = voice
  const cells = part.rows.flatMap((row) => row.cells.flatMap((m) => m ?? []))
  const [first] = cells
  if (first === undefined) return nothing
  // The period in which a cohort begins is full by definition: it must not use up the scale.
  const later = part.rows.flatMap((row) =>
    row.cells.filter((_, i) => part.columns[i] !== 0).flatMap((m) => m?.value ?? []),
  )
  const shades = heatShades(later)
  const header = (index: number) =>
    tag`<th scope="col">${say(message("report/periodsLater", { index, every: part.every }))}</th>`
  const rows = part.rows.map(
    ({ cells: own, n, period }) =>
      tag`<tr><th scope="row">${periodText(voice, period)} <small>${label("sample")} ${wording.count(n)}</small></th>${own.map((m, i) => cell(voice, m, part.columns[i] === 0 ? null : shades, n))}</tr>`,
  )
  const interval = voice.intervalLabel(cells.map((m) => m.interval))
  const notes = notesOf(voice, cells).sentences
  const marks = [
    ...(cells.some((m) => m.interval !== null) ? [captions[voice.locale].cellMark(interval)] : []),
    ...(part.rows.some((row) => row.cells.some((m) => m === null || m.value === null))
      ? [captions[voice.locale].openMark]
      : []),
    ...(cells.some(({ period }) => period?.complete === false)
      ? [captions[voice.locale].outlined(label("partial"))]
      : []),
    ...(cells.some((m) => isWeak(m)) ? [label("insufficientLegend")] : []),
  ]
  return tag`<figure class="heat"><div class="table" role="region" tabindex="0" aria-labelledby="${id}-c"><table><thead><tr><th scope="col">${label("cohort")}</th>${part.columns.map(header)}</tr></thead><tbody>${rows}</tbody></table></div><figcaption id="${id}-c">${shadeLegend(voice, wording.name("metric", first.metric), first.unit, shades)}${[say(part.title), ...marks].join(" · ")}${notes.length === 0 ? nothing : tag`<br>${notes.join(" · ")}`}</figcaption></figure>`
}

const cell = (voice: Voice, m: Measurement | null, shades: Shades | null, n: number): Markup => {
  if (m === null || m.value === null)
    return tag`<td class="open"><small>${m === null ? captions[voice.locale].open : voice.wording.value(null, m.unit)}</small></td>`
  const kind = [
    isWeak(m) ? "unsure" : (shades?.of(m.value) ?? "whole"),
    ...(m.period?.complete === false ? ["hollow-cell"] : []),
  ].join(" ")
  const interval =
    m.interval === null || shades === null
      ? nothing
      : tag`<small>${voice.wording.interval(m.interval, m.unit).replace(/\s?%$/u, "")}</small>`
  const sample = m.n === n ? nothing : tag`<small>${voice.label("sample")} ${voice.wording.count(m.n)}</small>`
  return tag`<td class="${kind}">${voice.wording.value(m.value, m.unit)}${interval}${sample}</td>`
}
