import type { Measurement } from "@touchpoint/core/metrics"
import type { Voice } from "@touchpoint/core/report"
import type { Finding } from "@touchpoint/core/rules"
import { effectExpected, groupName, metricName, periodText, sampleText } from "../speech/phrases.ts"
import { type Markup, name, nothing, tag } from "./markup.ts"

/** What the rules found: how grave, on which evidence, how sure, and what to do. */
export const findings = (voice: Voice, found: ReadonlyArray<Finding>): Markup =>
  tag`<ol class="findings">${found.map((finding) => card(voice, finding))}</ol>`

const card = (voice: Voice, finding: Finding): Markup =>
  tag`<li class="finding"><p class="tags"><span class="badge ${finding.severity}">${voice.label(finding.severity)}</span><span class="small">${voice.label(finding.certainty)}</span><span class="small"><code>${finding.rule}</code></span></p><h3>${voice.say(finding.message)}</h3><div class="columns">${advice(voice, finding)}${evidence(voice, finding.evidence)}</div></li>`

const evidence = (voice: Voice, measurements: ReadonlyArray<Measurement>): Markup =>
  measurements.length === 0
    ? nothing
    : tag`<div><h4>${voice.label("evidence")}</h4><ul class="evidence">${measurements.map((m) => line(voice, m, measurements))}</ul></div>`

const line = (voice: Voice, m: Measurement, among: ReadonlyArray<Measurement>): Markup => {
  const details = [
    ...(m.interval === null
      ? []
      : [`${voice.intervalLabel([m.interval])} ${voice.wording.interval(m.interval, m.unit)}`]),
    sampleText(voice, m),
    periodText(voice, m.period),
  ]
  return tag`<li>${name(`${metricName(voice, m, among)} · ${groupName(voice, m.by)}`)}: <b>${voice.wording.value(m.value, m.unit)}</b><small>${details.map((detail) => tag`<span>${detail}</span> `)}</small></li>`
}

const advice = (voice: Voice, { evidence: seen, recommendation }: Finding): Markup => {
  const { action, effort, expectedEffect, party } = recommendation
  const expected =
    expectedEffect === null ? nothing : fact(voice.label("expected"), effectExpected(voice, expectedEffect, seen[0]))
  return tag`<div><h4>${voice.label("recommendation")}</h4><p>${voice.say(action)}</p><dl class="facts">${fact(voice.label("party"), voice.wording.name("party", party))}${fact(voice.label("effort"), voice.label(effort))}${expected}</dl></div>`
}

const fact = (label: string, text: string): Markup => tag`<div><dt>${label}: </dt><dd>${name(text)}</dd></div>`
