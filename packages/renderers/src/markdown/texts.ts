import type { SourceReport } from "@touchpoint/core/facts"
import type { Passport } from "@touchpoint/core/metrics"
import { groupName, type Manifest, periodText, type Verdict, type Voice } from "@touchpoint/core/report"
import { type Finding, message } from "@touchpoint/core/rules"
import { effectExpected, metricName, passportFacts, sampleText, tallies, valueText } from "../speech/phrases.ts"
import { code, escape, table } from "./escape.ts"

/** What the rules found, as a list. */
export const findings = (voice: Voice, found: ReadonlyArray<Finding>): string =>
  found.map((finding) => entry(voice, finding).join("\n")).join("\n")

/** What was found in one line, and the gravest of it. */
export const verdict = (voice: Voice, { gravest, text }: typeof Verdict.Type): string =>
  [
    `**${escape(voice.say(text))}**`,
    gravest
      .map(({ message: said, severity }) => `- ${escape(voice.label(severity))}: ${escape(voice.say(said))}`)
      .join("\n"),
  ].join("\n\n")

const entry = (voice: Voice, { certainty, evidence, message: said, recommendation, rule, severity }: Finding) => {
  const { action, effort, expectedEffect, party } = recommendation
  const facts = [
    `${voice.label("party")}: ${voice.wording.name("party", party)}`,
    `${voice.label("effort")}: ${voice.label(effort)}`,
    ...(expectedEffect === null
      ? []
      : [`${voice.label("expected")}: ${effectExpected(voice, expectedEffect, evidence[0])}`]),
  ]
  const seen = evidence.map((m) => {
    const name = `${metricName(voice, m, evidence)} · ${groupName(voice, m.by)}`
    return `  - ${escape(voice.label("evidence"))}: ${escape(`${name}: ${valueText(voice, m)}, ${sampleText(voice, m)}, ${periodText(voice, m.period)}`)}`
  })
  return [
    `- **${escape(voice.label(severity))}** (${escape(voice.label(certainty))}, ${code(rule)}): ${escape(voice.say(said))}`,
    ...seen,
    `  - ${escape(voice.label("recommendation"))}: ${escape(voice.say(action))}`,
    `  - ${escape(facts.join("; "))}`,
  ]
}

/** What became of the rows of every source. */
export const sources = (voice: Voice, reports: ReadonlyArray<SourceReport>): string => {
  const { label, wording } = voice
  const left = [label("source"), label("kind")].map((text) => ({ text, right: false }))
  const figures = [label("rows"), label("facts"), label("rejects")].map((text) => ({ text, right: true }))
  const right = [label("reasons"), label("encoding"), label("suspect")].map((text) => ({ text, right: false }))
  return table(
    [...left, ...figures, ...right],
    reports.map((report) => [
      `${escape(report.source)}${report.undated ? ` (${escape(label("undatedPeriod"))})` : ""}`,
      escape(wording.name("kind", report.kind)),
      ...[report.rows, report.facts, report.rejects].map((n) => wording.count(n)),
      escape(tallies(voice, "reason", report.byReason)),
      escape(report.notes.encoding ?? ""),
      escape(tallies(voice, "column", report.notes.suspectCells)),
    ]),
  )
}

/** How every number is defined. */
export const definitions = (
  voice: Voice,
  passports: ReadonlyArray<{ readonly definition: string; readonly passport: Passport }>,
): string => {
  const numbers = passports.map((other) => ({ ...other.passport, definition: other.definition }))
  return passports
    .map(({ definition, passport }) =>
      [
        `- **${escape(metricName(voice, { ...passport, definition }, numbers))}** (${escape(voice.label("definition"))} ${code(definition)})`,
        ...passportFacts(voice, passport).map(([term, text]) => `  - ${escape(term)}: ${escape(text)}`),
      ].join("\n"),
    )
    .join("\n")
}

/** Everything the report depends on. */
export const manifest = (voice: Voice, { asOf, config, files, seed, versions, zone }: Manifest): string => {
  const { label } = voice
  const fields: ReadonlyArray<readonly [string, ReadonlyArray<string>]> = [
    [label("zone"), [zone]],
    [label("configuration"), [config]],
    [label("seed"), seed === null ? [] : [String(seed)]],
    [label("versions"), Object.entries(versions).map(([id, version]) => `${id} ${version}`)],
  ]
  return [
    `## ${escape(label("manifest"))}`,
    escape(label("generated")),
    escape(voice.say(message("report/asOf", { at: asOf }))),
    ...(files.length === 0
      ? []
      : [
          table(
            [
              { text: label("source"), right: false },
              { text: label("bytes"), right: true },
              { text: label("hash"), right: false },
            ],
            files.map(({ bytes, sha256, source }) => [escape(source), voice.wording.count(bytes), code(sha256)]),
          ),
        ]),
    fields
      .map(([term, texts]) => [escape(term), texts.filter((text) => text !== "").map(code)] as const)
      .flatMap(([term, texts]) => (texts.length === 0 ? [] : [`- ${term}: ${texts.join(", ")}`]))
      .join("\n"),
  ].join("\n\n")
}
