import type { Measurement } from "@touchpoint/core/metrics"
import { type Funnel, groupName, type Voice } from "@touchpoint/core/report"
import { captions } from "../speech/captions.ts"
import { type FunnelModel, funnelModel, type FunnelStep } from "../speech/funnelModel.ts"
import { fullText, sampleText } from "../speech/phrases.ts"
import { isWeak } from "../speech/scale.ts"
import { hatch } from "./hatch.ts"
import { type Markup, name, nothing, percentage, tag } from "./markup.ts"
import { foldedTable } from "./plainTable.ts"

/** Funnels of one section side by side: a bar per step from the left, what left before it hatched. */
export const funnels = (voice: Voice, id: string, parts: ReadonlyArray<Funnel>): Markup => {
  const models = parts.map((part) => funnelModel(voice, part))
  const [first] = models
  if (first === undefined) return nothing
  const pictures = models.map((model, i) =>
    picture(voice, model, `${id}-f${String(i + 1)}`, titleOf(voice, model, parts.length > 1)),
  )
  const interval = voice.intervalLabel(parts.flatMap(({ steps }) => steps.map(({ overall }) => overall.interval)))
  const notes = [...new Set(models.flatMap(({ notes: { sentences } }) => sentences))]
  const legend = [first.title, captions[voice.locale].funnelMarks(interval)]
  return tag`<figure class="funnels${parts.length > 1 ? " several" : ""}"><div class="funnel-panels">${pictures}</div><figcaption>${legend.join(" · ")}${notes.length === 0 ? nothing : tag`<br>${notes.join(" · ")}`}</figcaption></figure>${table(voice, models)}`
}

/** The group a funnel is of; a funnel alone has its title above already. */
const titleOf = (voice: Voice, { name: own, steps }: FunnelModel, several: boolean): string => {
  const by = steps[0]?.overall.by ?? {}
  return Object.keys(by).length > 0 ? groupName(voice, by) : several ? own : ""
}

/** The step that the smallest share of those before it reached; none where there is only one, or too few. */
const worstOf = ({ steps }: FunnelModel): FunnelStep | undefined => {
  const onward = steps.filter(({ relative }) => relative !== null && relative.value !== null && !isWeak(relative))
  if (onward.length < 2) return undefined
  return onward.toSorted((a, b) => (a.relative?.value ?? 0) - (b.relative?.value ?? 0))[0]
}

const picture = (voice: Voice, model: FunnelModel, id: string, title: string): Markup => {
  const worst = worstOf(model)
  const steps = model.steps.map((step, i) =>
    row(voice, step, {
      id: `${id}-${String(i + 1)}`,
      pattern: `${id}-h`,
      before: model.steps[i - 1],
      worst: step === worst,
    }),
  )
  return tag`<div class="funnel">${title === "" ? nothing : tag`<h3>${name(title)}</h3>`}<svg class="patterns" width="0" height="0" aria-hidden="true"><defs>${hatch(`${id}-h`)}</defs></svg><ol>${steps}</ol></div>`
}

interface Place {
  readonly id: string
  readonly pattern: string
  readonly before: FunnelStep | undefined
  readonly worst: boolean
}

const row = (voice: Voice, step: FunnelStep, { before, id, pattern, worst }: Place): Markup => {
  const said = [
    fullText(voice, step.overall),
    ...(step.onward === "" ? [] : [`${voice.label("ofPrevious")} ${step.onward}`]),
  ]
  const onward =
    step.onward === ""
      ? nothing
      : tag`<p class="onward${worst ? " worst" : ""}">${worst ? tag`<b>${captions[voice.locale].largestDrop}: ${step.dropOff}</b>` : tag`<span>${voice.label("dropOff")}: ${step.dropOff}</span>`}<small>${voice.label("ofPrevious")}: ${step.onward}${step.relative?.interval ? ` (${voice.wording.interval(step.relative.interval, step.relative.unit)})` : ""}, ${step.relative === null ? "" : sampleText(voice, step.relative)}</small></p>`
  return tag`<li>${onward}<div class="funnel-row"><span class="label">${name(step.name)}</span><div class="lane"><svg role="img" aria-labelledby="${id}-t ${id}-d"><title id="${id}-t">${step.name}</title><desc id="${id}-d">${said.join(", ")}</desc>${bars(step.overall, before?.overall, pattern, worst)}</svg></div><span class="shown"><b>${step.share}</b><small>${step.reached}</small></span></div></li>`
}

const HEIGHT = "100%"

const bars = (m: Measurement, before: Measurement | undefined, pattern: string, worst: boolean): Markup => {
  if (m.value === null) return nothing
  const width = percentage(Math.min(m.value, 1))
  const lost = before?.value === null || before?.value === undefined ? 0 : Math.max(before.value - m.value, 0)
  const ghost =
    lost === 0
      ? nothing
      : tag`<rect class="lost${worst ? " worst" : ""}" x="${width}" width="${percentage(lost)}" height="${HEIGHT}" fill="url(#${pattern})"/>`
  return tag`${ghost}<rect class="share${isWeak(m) ? " weak" : ""}" width="${width}" height="${HEIGHT}"/>${whisker(m)}`
}

/** The interval around the end of a bar; the first step, which all have reached, has none. */
const whisker = ({ interval, value }: Measurement): Markup => {
  if (interval === null || value === 1) return nothing
  const [low, high] = [percentage(Math.max(interval.low ?? 0, 0)), percentage(Math.min(interval.high ?? 1, 1))]
  const end = (at: string) => tag`<svg x="${at}" y="50%" width="1" height="1"><path class="cap" d="M0-5V5"/></svg>`
  return tag`<line class="error" x1="${low}" x2="${high}" y1="50%" y2="50%"/>${end(low)}${end(high)}`
}

const table = (voice: Voice, models: ReadonlyArray<FunnelModel>): Markup => {
  const { label } = voice
  const several = models.length > 1
  const intervals = models.flatMap(({ steps }) => steps.map(({ overall }) => overall.interval))
  const columns = [
    { header: label("step") },
    ...(several ? [{ header: label("group") }] : []),
    { header: label("reached"), figure: true },
    { header: label("ofAll"), figure: true },
    { header: voice.intervalLabel(intervals), figure: true },
    { header: label("ofPrevious"), figure: true },
    { header: label("dropOff"), figure: true },
  ]
  const rows = models.flatMap((model) =>
    model.steps.map((step) => [
      name(step.name),
      ...(several ? [name(titleOf(voice, model, several))] : []),
      ...[step.reached, step.share, step.interval, step.onward, step.dropOff].map((text) => tag`${text}`),
    ]),
  )
  return foldedTable(label("allNumbers"), columns, rows)
}
