import type { Histogram, Voice } from "@touchpoint/core/report"
import { message } from "@touchpoint/core/rules"
import { type Bin, histogramModel } from "../speech/histogramModel.ts"
import { fullText, sampleText, valueText } from "../speech/phrases.ts"
import { headed } from "../speech/plain.ts"
import { hatch } from "./hatch.ts"
import { type Markup, nothing, percentage, tag } from "./markup.ts"
import { foldedTable } from "./plainTable.ts"

/** Where a cap stands so far to the right that its text goes before it. */
const HALF = 0.55
/** Empty bins up to which a cap that nobody reaches is drawn to scale. */
const ROOM = 12
/** Width of a bin in rem, where there is room for it. */
const BIN = 5.5
/** Bins from which a narrow screen shows only every second value. */
const CROWDED = 12

/** How many have each value; what lies over the cap is hatched and summed up beside the line of the cap. */
export const histogram = (voice: Voice, id: string, part: Histogram): Markup => {
  const { label, say, wording } = voice
  const counted = histogramModel(voice, part)
  const most = Math.max(...counted.map(({ share }) => share), 0)
  if (counted.length === 0 || most === 0) return nothing
  const bins = upToCap(voice, part, counted)
  const at = capAt(part, bins)
  const middle = (i: number) => percentage((i + 0.5) / bins.length)
  const said = bins.map(({ countText, name, shareText }) => `${name}: ${countText} (${shareText})`)
  const counts = bins.map(
    ({ countText, share }, i) =>
      tag`<span style="left:${middle(i)};top:${percentage(1 - share / most)}">${countText}</span>`,
  )
  const values = bins.map(({ name }, i) => tag`<span style="left:${middle(i)}">${name}</span>`)
  const line =
    at === null ? nothing : tag`<line class="cap-line" x1="${percentage(at)}" x2="${percentage(at)}" y1="0" y2="100%"/>`
  const bars = bins.map((bin, i) => bar(bin, i, bins.length, most, `${id}-h`))
  const columns = [
    { header: label("value") },
    { header: headed(wording.name("unitOfN", part.unitOfN), voice.locale), figure: true },
    { header: label("share"), figure: true },
  ]
  const rows = bins.map(({ countText, name, over, shareText }) => [
    tag`${over ? `${name} (${label("overCap")})` : name}`,
    tag`${countText}`,
    tag`${shareText}`,
  ])
  const picture = tag`<svg role="img" aria-labelledby="${id}-t ${id}-d"><title id="${id}-t">${say(part.title)}</title><desc id="${id}-d">${[fullText(voice, part.measurement), ...said].join("; ")}</desc><defs>${hatch(`${id}-h`)}</defs>${bars}${line}</svg>`
  return tag`<figure class="chart histogram short"><div class="bins${bins.length > CROWDED ? " crowded" : ""}" style="max-width:${String(Math.max(bins.length, 4) * BIN)}rem"><div class="plot">${picture}<div class="counts" aria-hidden="true">${counts}</div>${at === null ? nothing : note(voice, part, at)}</div><div class="values" aria-hidden="true">${values}</div></div><figcaption>${say(part.title)}</figcaption></figure>${foldedTable(label("allNumbers"), columns, rows)}`
}

/** Bins up to the cap, where nobody is over it and it is not far. */
const upToCap = ({ wording }: Voice, { bins, cap }: Histogram, counted: ReadonlyArray<Bin>): ReadonlyArray<Bin> => {
  const last = Math.max(...bins.map(({ value }) => value))
  if (cap === null || last >= cap || cap - last > ROOM || !bins.every(({ value }) => Number.isInteger(value)))
    return counted
  const empty = Array.from({ length: Math.floor(cap) - last }, (_, i): Bin => ({
    name: wording.count(last + 1 + i),
    count: 0,
    countText: wording.count(0),
    share: 0,
    shareText: wording.percent(0),
    over: false,
  }))
  return [...counted, ...empty]
}

/** Where the cap stands between the bars; `null` without one, and where it lies far off. */
const capAt = ({ bins, cap }: Histogram, shown: ReadonlyArray<Bin>): number | null => {
  if (cap === null) return null
  const over = shown.findIndex((bin) => bin.over)
  if (over >= 0) return over / shown.length
  return cap - Math.max(...bins.map(({ value }) => value)) > ROOM ? null : 1
}

const note = (voice: Voice, { cap, measurement }: Histogram, at: number): Markup => {
  const before = at > HALF
  const place = before ? `left:0;right:${percentage(1 - at)}` : `left:${percentage(at)};right:0`
  const share = voice.wording.value(measurement.value, measurement.unit)
  const sure = `${valueText(voice, measurement)}, ${sampleText(voice, measurement)}`
  return tag`<div class="cap-note${before ? " before" : ""}" style="${place}"><b>${share} ${voice.label("overCap")}</b><small>${voice.say(message("report/cap", { cap }))} · ${sure}</small></div>`
}

/** Share of the room of a bin that its bar takes. */
const WIDE = 0.84

const bar = ({ over, share }: Bin, place: number, bins: number, most: number, pattern: string): Markup => {
  const height = share / most
  const x = (place + (1 - WIDE) / 2) / bins
  const fill = over ? tag` class="over" fill="url(#${pattern})"` : tag` class="within"`
  return tag`<rect${fill} x="${percentage(x)}" y="${percentage(1 - height)}" width="${percentage(WIDE / bins)}" height="${percentage(height)}"/>`
}
