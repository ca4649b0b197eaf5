import type { SourceReport } from "@touchpoint/core/facts"
import type { Passport } from "@touchpoint/core/metrics"
import type { Manifest, Voice } from "@touchpoint/core/report"
import { message } from "@touchpoint/core/rules"
import { metricName, passportFacts, tallies } from "../speech/phrases.ts"
import { type Markup, name, nothing, tag } from "./markup.ts"

/** What became of the rows of every source. */
export const sources = (voice: Voice, reports: ReadonlyArray<SourceReport>): Markup => {
  const { label, wording } = voice
  const suspect = reports.some(({ notes }) => Object.keys(notes.suspectCells).length > 0)
  const reasons = reports.some(({ byReason }) => Object.keys(byReason).length > 0)
  // Only files of text have an encoding.
  const encoded = reports.some(({ notes }) => (notes.encoding ?? "") !== "")
  const row = (report: SourceReport) =>
    tag`<tr><th scope="row">${name(report.source)}${report.undated ? tag` <small>(${label("undatedPeriod")})</small>` : nothing}</th><td>${wording.name("kind", report.kind)}</td>${[report.rows, report.facts, report.rejects].map((n) => tag`<td class="figure">${wording.count(n)}</td>`)}${reasons ? tag`<td>${tallies(voice, "reason", report.byReason)}</td>` : nothing}${encoded ? tag`<td>${report.notes.encoding ?? ""}</td>` : nothing}${suspect ? tag`<td>${tallies(voice, "column", report.notes.suspectCells)}</td>` : nothing}</tr>`
  const figures = [label("rows"), label("facts"), label("rejects")].map(
    (text) => tag`<th scope="col" class="figure">${text}</th>`,
  )
  const texts = [
    ...(reasons ? [label("reasons")] : []),
    ...(encoded ? [label("encoding")] : []),
    ...(suspect ? [label("suspect")] : []),
  ]
  return tag`<div class="table" role="region" tabindex="0" aria-label="${label("dataQuality")}"><table><thead><tr><th scope="col">${label("source")}</th><th scope="col">${label("kind")}</th>${figures}${texts.map((text) => tag`<th scope="col">${text}</th>`)}</tr></thead><tbody>${reports.map(row)}</tbody></table></div>`
}

/** How every number is defined. */
export const definitions = (
  voice: Voice,
  passports: ReadonlyArray<{ readonly definition: string; readonly passport: Passport }>,
): Markup =>
  tag`<div>${passports.map(({ definition, passport }) => {
    const numbers = passports.map((other) => ({ ...other.passport, definition: other.definition }))
    const title = metricName(voice, { ...passport, definition }, numbers)
    return tag`<details class="passport"><summary>${name(title)}</summary><dl>${[
      ...passportFacts(voice, passport).map(([term, text]) => entry(term, text)),
      tag`<dt>${voice.label("definition")}</dt><dd><code>${definition}</code></dd>`,
    ]}</dl></details>`
  })}</div>`

const entry = (term: string, text: string): Markup => tag`<dt>${term}</dt><dd>${name(text)}</dd>`

/** Plugins and metrics that failed. */
export const failures = (failed: ReadonlyArray<{ readonly owner: string; readonly problem: string }>): Markup =>
  tag`<ul class="failures">${failed.map(({ owner, problem }) => tag`<li><b>${name(owner)}</b>: ${name(problem)}</li>`)}</ul>`

/** Digits of a hash that tell files apart. */
const SHORT = 16

/** Everything the report depends on. */
export const manifest = (voice: Voice, { asOf, config, files, seed, versions, zone }: Manifest): Markup => {
  const rows = files.map(
    (file) =>
      tag`<tr><th scope="row">${name(file.source)}</th><td class="figure">${voice.wording.count(file.bytes)}</td><td><code>${file.sha256.slice(0, SHORT)}</code></td></tr>`,
  )
  const { label } = voice
  const field = (term: string, texts: ReadonlyArray<string>) =>
    texts.every((text) => text === "")
      ? nothing
      : tag`<div><dt>${term}: </dt><dd>${texts.map((text) => tag`<code>${text}</code> `)}</dd></div>`
  const table =
    files.length === 0
      ? nothing
      : tag`<div class="table" role="region" tabindex="0" aria-label="${label("manifest")}"><table><thead><tr><th scope="col">${label("source")}</th><th scope="col" class="figure">${label("bytes")}</th><th scope="col">${label("hash")}</th></tr></thead><tbody>${rows}</tbody></table></div>`
  return tag`<footer><h2>${label("manifest")}</h2><p class="small">${label("generated")}<br>${voice.say(message("report/asOf", { at: asOf }))}</p>${table}<dl class="facts">${[
    field(label("zone"), [zone]),
    field(label("configuration"), [config.slice(0, SHORT)]),
    field(label("seed"), seed === null ? [] : [String(seed)]),
    field(
      label("versions"),
      Object.entries(versions).map(([id, version]) => `${id} ${version}`),
    ),
  ]}</dl></footer>`
}
