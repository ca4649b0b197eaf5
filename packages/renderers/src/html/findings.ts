import type { Measurement } from "@touchpoint/core/metrics"
import { groupName, periodText, type Verdict, type Voice } from "@touchpoint/core/report"
import type { Finding } from "@touchpoint/core/rules"
import { effectExpected, metricName, sampleText } from "../speech/phrases.ts"
import { type Axis, axisOf, isWeak, spanned } from "../speech/scale.ts"
import { whisker } from "./dotPlot.ts"
import type { Links } from "./links.ts"
import { type Markup, name, nothing, percentage, tag } from "./markup.ts"
import { badge, sign } from "./severity.ts"

/** What the rules found: how grave, on which evidence, how sure, and what to do. */
export const findings = (voice: Voice, found: ReadonlyArray<Finding>, links: Links): Markup =>
  tag`<ol class="findings">${found.map((finding) => card(voice, finding, links.card(finding)))}</ol>`

/** What was found in one line, and the gravest of it as ways to its cards. */
export const verdict = (voice: Voice, { gravest, text }: typeof Verdict.Type, links: Links): Markup => {
  const line = (finding: Finding): Markup => {
    const [id, said] = [links.card(finding), voice.say(finding.message)]
    return tag`<li>${sign(finding.severity)}${id === undefined ? tag`${said}` : tag`<a href="#${id}">${said}</a>`}</li>`
  }
  return tag`<div class="verdict"><p>${voice.say(text)}</p><ul>${gravest.map(line)}</ul></div>`
}

const card = (voice: Voice, finding: Finding, id: string | undefined): Markup =>
  tag`<li class="finding ${finding.severity}"${id === undefined ? nothing : tag` id="${id}"`}><p class="tags">${badge(voice, finding.severity)}<span class="small">${voice.label(finding.certainty)}</span><span class="small"><code>${finding.rule}</code></span></p><h3>${voice.say(finding.message)}</h3><div class="columns">${advice(voice, finding)}${evidence(voice, finding.evidence)}</div></li>`

const evidence = (voice: Voice, measurements: ReadonlyArray<Measurement>): Markup => {
  if (measurements.length === 0) return nothing
  const axes = axesOf(voice, measurements)
  const lines = measurements.map((m) => line(voice, m, measurements, axes.get(m.definition)))
  return tag`<div><h4>${voice.label("evidence")}</h4><ul class="evidence">${lines}</ul></div>`
}

/** A scale for each number that several pieces of evidence are of: one alone has nothing to be seen against. */
const axesOf = (voice: Voice, measurements: ReadonlyArray<Measurement>): ReadonlyMap<string, Axis> =>
  new Map(
    [...Map.groupBy(measurements, ({ definition }) => definition)].flatMap(([definition, own]) => {
      const [first] = own
      return first === undefined || own.length < 2
        ? []
        : [[definition, axisOf(spanned(own), first.unit, voice.wording, 4)] as const]
    }),
  )

const line = (voice: Voice, m: Measurement, among: ReadonlyArray<Measurement>, axis: Axis | undefined): Markup => {
  const details = [
    ...(m.interval === null
      ? []
      : [`${voice.intervalLabel([m.interval])} ${voice.wording.interval(m.interval, m.unit)}`]),
    sampleText(voice, m),
    periodText(voice, m.period),
  ]
  return tag`<li>${name(`${metricName(voice, m, among)} · ${groupName(voice, m.by)}`)}: <b>${voice.wording.value(m.value, m.unit)}</b>${axis === undefined || m.value === null ? nothing : picture(axis, m, m.value)}<small>${details.map((detail) => tag`<span>${detail}</span> `)}</small></li>`
}

/** The value and its interval on the scale of its neighbours; the text beside it says the same. */
const picture = (axis: Axis, m: Measurement, value: number): Markup => {
  const at = percentage(axis.at(value))
  const dot = axis.side(value) === "within" ? tag`<circle class="dot" cx="${at}" cy="50%" r="4.5"/>` : nothing
  return tag`<div class="mini${isWeak(m) ? " weak" : ""}"><svg aria-hidden="true"><line class="grid" x1="0" x2="100%" y1="50%" y2="50%"/>${whisker(axis, m.interval, axis.side(value))}${dot}</svg></div>`
}

const advice = (voice: Voice, { evidence: seen, recommendation }: Finding): Markup => {
  const { action, effort, expectedEffect, party } = recommendation
  const expected =
    expectedEffect === null ? nothing : fact(voice.label("expected"), effectExpected(voice, expectedEffect, seen[0]))
  return tag`<div><h4>${voice.label("recommendation")}</h4><p>${voice.say(action)}</p><dl class="facts">${fact(voice.label("party"), voice.wording.name("party", party))}${fact(voice.label("effort"), voice.label(effort))}${expected}</dl></div>`
}

const fact = (label: string, text: string): Markup => tag`<div><dt>${label}: </dt><dd>${name(text)}</dd></div>`
