import process from "node:process"
import type { DefinitionCompared, ParameterEffect } from "@touchpoint/core/metrics"
import type { Locale } from "@touchpoint/core/model"
import { parameterText, periodText, type Voice } from "@touchpoint/core/report"
import { align, pageWidth, terms } from "./columns.ts"
import { inertLine } from "./terminal.ts"
import { texts } from "./texts.ts"

/**
 * Numbers of one metric by several conventions, and below each that differs what its parameters do: the value with one
 * of them changed and all others as they were.
 */
export const definitionTable = (
  compared: ReadonlyArray<DefinitionCompared>,
  voice: Voice,
  locale: Locale,
  width = process.stdout.isTTY ? pageWidth(process.stdout) : Number.POSITIVE_INFINITY,
): string => {
  const { label, wording } = voice
  const said = texts[locale]
  const groups = compared.filter(({ preset }) => preset === null)
  const dated = new Set(groups.map(({ measurement: { period } }) => periodText(voice, period))).size > 1
  const header = [
    said.convention,
    label("value"),
    voice.intervalLabel(compared.map(({ measurement }) => measurement.interval)),
    label("sample"),
    said.decisive,
  ]
  return groups
    .map((ours) => {
      const start = compared.indexOf(ours)
      const next = compared.findIndex(({ preset }, i) => i > start && preset === null)
      const rows = compared.slice(start, next < 0 ? undefined : next)
      const table = align(
        [
          header,
          ...rows.map(({ decisive, difference, measurement: m, parameters, preset }) => [
            preset ?? said.own,
            wording.value(m.value, m.unit),
            wording.interval(m.interval, m.unit),
            wording.count(m.n),
            decisive === null
              ? preset === null || (difference === null && parameters.length > 0)
                ? ""
                : difference === 0 || parameters.length === 0
                  ? said.same
                  : said.together
              : wording.name("parameter", decisive),
          ]),
        ],
        (column) => column > 0 && column < header.length - 1,
      )
      const effects = rows.flatMap(({ measurement, parameters, preset }) =>
        parameters.map((effect) => [preset ?? "", changeOf(effect, measurement, voice)] as const),
      )
      const title = inertLine(
        [
          wording.metric(ours.measurement),
          wording.group(ours.measurement),
          ...(dated ? [periodText(voice, ours.measurement.period)] : []),
        ]
          .filter(Boolean)
          .join(" · "),
      )
      const below = effects.length === 0 ? [] : ["", said.alone, terms(effects, width)]
      return [title, table, ...below].join("\n")
    })
    .join("\n\n")
}

const changeOf = (
  { alone, name, ours, theirs }: ParameterEffect,
  { params, unit }: DefinitionCompared["measurement"],
  voice: Voice,
): string => {
  const { wording } = voice
  const shown = (value: unknown) => parameterText(voice, name, value, params)
  return inertLine(
    `${wording.name("parameter", name)}: ${shown(ours)} → ${shown(theirs)}: ${wording.value(alone, unit)}`,
  )
}
