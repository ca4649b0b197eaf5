import type { SourceReport } from "@touchpoint/core/facts"
import type { Passport } from "@touchpoint/core/metrics"
import { groupName, periodText, type Verdict } from "@touchpoint/core/report"
import type { Manifest } from "@touchpoint/core/report"
import { type Finding, message } from "@touchpoint/core/rules"
import { effectExpected, metricName, passportFacts, sampleText, tallies, valueText } from "../speech/phrases.ts"
import { type Lines, type Page, prose } from "./Page.ts"
import type { Style } from "./paint.ts"
import { table } from "./table.ts"
import { pad, widthOf } from "./width.ts"

const STYLES: Readonly<Record<Finding["severity"], Style>> = { critical: "bad", warning: "warning", info: "accent" }

/** What the rules found: the sentence behind its severity, evidence and advice below. */
export const findings = (page: Page, found: ReadonlyArray<Finding>): Lines => {
  const { paint, voice } = page
  const { label } = voice
  const marks = new Map(found.map(({ severity }) => [severity, label(severity)] as const))
  const widest = Math.max(0, ...[...marks.values()].map(widthOf))
  const indent = " ".repeat(widest + 2)
  return found.flatMap(({ certainty, evidence, message: said, recommendation, rule, severity }, i) => {
    const { action, effort, expectedEffect, party } = recommendation
    const facts = [
      `${label("party")}: ${voice.wording.name("party", party)}`,
      `${label("effort")}: ${label(effort)}`,
      ...(expectedEffect === null
        ? []
        : [`${label("expected")}: ${effectExpected(voice, expectedEffect, evidence[0])}`]),
    ]
    const mark = `${paint(STYLES[severity], pad(marks.get(severity) ?? "", widest))}  `
    return [
      ...(i === 0 ? [] : [""]),
      ...prose(page, voice.say(said), "strong", mark),
      ...evidence.flatMap((m) =>
        prose(
          page,
          `${metricName(voice, m, evidence)} · ${groupName(voice, m.by)}: ${valueText(voice, m)}, ${sampleText(voice, m)}, ${periodText(voice, m.period)}`,
          "dim",
          indent,
        ),
      ),
      ...prose(page, voice.say(action), null, `${indent}${paint("good", "→")} `),
      ...prose(page, `${facts.join(" · ")} · ${label(certainty)} · ${rule}`, "dim", indent),
    ]
  })
}

/** What was found in one line, and the gravest of it. */
export const verdict = (page: Page, { gravest, text }: typeof Verdict.Type): Lines => {
  const { paint, voice } = page
  return [
    ...prose(page, voice.say(text), "strong"),
    ...gravest.flatMap(({ message: said, severity }) =>
      prose(page, voice.say(said), null, `${paint(STYLES[severity], voice.label(severity))}  `),
    ),
  ]
}

/** What became of the rows of every source. */
export const sources = (page: Page, reports: ReadonlyArray<SourceReport>): Lines => {
  const { voice } = page
  const { label, wording } = voice
  const reasons = reports.some(({ byReason }) => Object.keys(byReason).length > 0)
  return table(
    page,
    [
      { header: label("source"), flexible: true },
      { header: label("kind"), flexible: true },
      { header: label("rows"), right: true },
      { header: label("facts"), right: true },
      { header: label("rejects"), right: true },
      ...(reasons ? [{ header: label("reasons"), flexible: true }] : []),
    ],
    reports.map((report) => [
      `${report.source}${report.undated ? ` (${label("undatedPeriod")})` : ""}`,
      wording.name("kind", report.kind),
      wording.count(report.rows),
      wording.count(report.facts),
      { text: wording.count(report.rejects), style: report.rejects > 0 ? "warning" : null },
      ...(reasons ? [tallies(voice, "reason", report.byReason)] : []),
    ]),
  )
}

/** How every number is defined: name and hash, then what it counts. */
export const definitions = (
  page: Page,
  passports: ReadonlyArray<{ readonly definition: string; readonly passport: Passport }>,
): Lines => {
  const { voice } = page
  const numbers = passports.map((other) => ({ ...other.passport, definition: other.definition }))
  return passports.flatMap(({ definition, passport }) => {
    const [numerator, denominator, ...rest] = passportFacts(voice, passport).map(([term, text]) => `${term}: ${text}`)
    return [
      ...prose(page, metricName(voice, { ...passport, definition }, numbers), "strong"),
      ...[numerator ?? "", denominator ?? ""].flatMap((text) => prose(page, text, null, "  ")),
      ...prose(page, [`${voice.label("definition")}: ${definition}`, ...rest].join(" · "), "dim", "  "),
    ]
  })
}

/** What failed, and why. */
export const failures = (
  page: Page,
  failed: ReadonlyArray<{ readonly owner: string; readonly problem: string }>,
): Lines => failed.flatMap(({ owner, problem }) => prose(page, `${owner}: ${problem}`, "warning", "! "))

/** Everything the report depends on. */
export const manifest = (page: Page, { asOf, config, files, seed, versions, zone }: Manifest): Lines => {
  const { voice } = page
  const { label } = voice
  const fields: ReadonlyArray<readonly [term: string, text: string]> = [
    ...files.map(({ bytes, sha256, source }) => [source, `${voice.wording.count(bytes)} · ${sha256}`] as const),
    [label("zone"), zone],
    [label("configuration"), config],
    [label("seed"), seed === null ? "" : String(seed)],
    [
      label("versions"),
      Object.entries(versions)
        .map(([id, version]) => `${id} ${version}`)
        .join(", "),
    ],
  ]
  return [
    ...prose(page, voice.say(message("report/asOf", { at: asOf })), "dim"),
    ...prose(page, label("generated"), "dim"),
    ...fields.flatMap(([term, text]) => (text === "" ? [] : prose(page, `${term}: ${text}`, "dim"))),
  ]
}
