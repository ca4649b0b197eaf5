import process from "node:process"
import { analysisCaveats } from "@touchpoint/core/analyses"
import { RejectReason } from "@touchpoint/core/facts"
import { CaveatId } from "@touchpoint/core/metrics"
import { type Locale, type Name, nameIn, nearest } from "@touchpoint/core/model"
import type { Plugin } from "@touchpoint/core/plugins"
import { makeVoice } from "@touchpoint/core/report"
import type { Rule } from "@touchpoint/core/rules"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { Argument, Command, Flag } from "effect/cli"
import { type FindingRow, rowsOf } from "../analyze.ts"
import { noSuch } from "../project/Config.ts"
import { caveatPage, metricPage, type MetricPage, rejectPage, rulePage, type RulePage } from "../project/explanation.ts"
import type { Parameter } from "../project/parameters.ts"
import { configNamed, openConfig } from "../project/open.ts"
import { openPlugins, registryOf } from "../project/plugins.ts"
import { TouchpointError } from "../TouchpointError.ts"
import { align, pageWidth, terms, widthOf, wrap } from "./columns.ts"
import { exit, finish, print, shared, sharedOf, type Shared, type Subcommand } from "./flags.ts"
import { runJob } from "./job.ts"
import { measurementTable } from "./table.ts"
import { inert, inertJson } from "./terminal.ts"
import { type TextId, texts } from "./texts.ts"

/** `touchpoint explain` */
export const explain: Subcommand<"explain"> = Command.make(
  "explain",
  {
    ...shared,
    what: Argument.String("what").pipe(
      Argument.withDescription(
        "id of a metric, rule, caveat or reject reason, or a finding as rule/subject: broken-promise/courier",
      ),
    ),
    format: Flag.Literals("format", ["text", "json"]).pipe(
      Flag.withDescription("text for people, json for programs"),
      Flag.withDefault("text" as const),
    ),
  },
  Effect.fn(function* (input) {
    const given = sharedOf(input)
    const { locale, registry, there } = yield* projectHere(given)
    const { rule, subject } = partsOf(input.what, registry)
    const page = yield* pageOf(input.what, rule, registry, locale)
    if (page === null) return yield* Effect.fail(unknown(input.what, registry))
    if (subject !== null && !there)
      return yield* Effect.fail(
        new TouchpointError("options", `${input.what} is a finding, and there is no project here to find it in`, {
          where: input.what,
          fix: `Run it in the folder of the project or give --config; what the rule judges: touchpoint explain ${rule?.id ?? ""}`,
        }),
      )
    const found = subject === null ? null : yield* findingsOf(given, input.what, subject)
    if (input.format === "json")
      yield* print(inertJson({ ...page, ...(found === null ? {} : { findings: found.rows }) }))
    else {
      const width = pageWidth(process.stdout)
      yield* print(inert([...(found === null ? [] : [found.text, ""]), textOf(page, locale, width)].join("\n")))
    }
    yield* finish(exit.done)
  }),
).pipe(
  Command.withDescription("Tells what a metric counts, what a rule judges, or what a finding rests on"),
  Command.withExamples([
    { command: "touchpoint explain nps", description: "the passport of a metric" },
    {
      command: "touchpoint explain stage-gap --locale ru",
      description: "a rule, its options and sentences, in Russian",
    },
    { command: "touchpoint explain small-sample", description: "a note beside a number" },
    { command: "touchpoint explain broken-promise/courier", description: "what this project's finding rests on" },
  ]),
)

/** Without a project there are the shipped metrics and rules; with one, those of its plugins too. */
const projectHere = Effect.fnUntraced(function* ({ config, locale }: Shared) {
  const there = config !== null || (yield* configNamed(process.cwd())) !== null
  const opened = there ? yield* openConfig(config, process.cwd()) : null
  const registry = yield* registryOf(opened === null ? [] : yield* openPlugins(opened))
  return { registry, there, locale: locale ?? opened?.config.locale ?? "en" }
})

const isCaveat = Schema.is(CaveatId)
const isReason = Schema.is(RejectReason)
/** Those of metrics have figures, those that only analyses have say what they mean without. */
const ofAnalyses = new Map<string, Name>(Object.entries(analysisCaveats))

/** What an id is. */
const pageOf = Effect.fnUntraced(function* (
  what: string,
  rule: Rule.Rule | undefined,
  { metrics }: Plugin.Registry,
  locale: Locale,
) {
  const metric = metrics.get(what)
  if (metric !== undefined) return { metric: yield* metricPage(metric, locale) }
  if (rule !== undefined) return { rule: rulePage(rule, locale) }
  if (isCaveat(what)) return { caveat: caveatPage(what, locale) }
  const meaning = ofAnalyses.get(what)
  if (meaning !== undefined) return { caveat: { id: what, text: nameIn(meaning, locale, what) } }
  return isReason(what) ? { reject: rejectPage(what, locale) } : null
})

const textOf = (
  page: NonNullable<Effect.Success<ReturnType<typeof pageOf>>>,
  locale: Locale,
  width: number,
): string => {
  const label = texts[locale]
  if ("metric" in page) return metricText(page.metric, locale, width)
  if ("rule" in page) return ruleText(page.rule, locale, width)
  return "caveat" in page
    ? `[${page.caveat.id}]\n\n${terms([[label.caveat, page.caveat.text]], width)}${isCaveat(page.caveat.id) ? `\n${label.madeUp}` : ""}`
    : `${page.reject.title}  [${page.reject.id}]\n\n${terms([[label.rejectFix, page.reject.fix]], width)}`
}

const unknown = (what: string, { metrics, rules }: Plugin.Registry): TouchpointError => {
  const judged = [...metrics.keys(), ...rules.keys()]
  const near = nearest(what, [...judged, ...CaveatId.literals, ...ofAnalyses.keys(), ...RejectReason.literals])
  const hint = near === undefined ? "" : `did you mean ${near}? `
  return new TouchpointError(
    "options",
    `there is no metric, rule, caveat or reject reason ${JSON.stringify(what)}; ${hint}metrics and rules are ${judged.join(", ")}`,
    { where: what, fix: "Give one of these, a caveat or a reject reason, or a finding as rule/subject" },
  )
}

/** A rule's own id may hold a slash (`acme/gap`); what follows the longest such id is the subject. */
const partsOf = (what: string, { rules }: Plugin.Registry) => {
  const id = [...rules.keys()]
    .filter((known) => what === known || what.startsWith(`${known}/`))
    .toSorted((a, b) => b.length - a.length)[0]
  return { rule: rules.get(id ?? ""), subject: id === undefined || what === id ? null : what.slice(id.length + 1) }
}

/** What the project finds about a subject, with the measurements it rests on. */
const findingsOf = Effect.fnUntraced(function* (given: Shared, what: string, subject: string) {
  const { analysis, locale, voice } = yield* runJob(given, {})
  const rule = what.slice(0, -subject.length - 1)
  const own = analysis.findings.filter((finding) => finding.rule === rule)
  const hits = own.filter((finding) => finding.subject.id === subject)
  if (hits.length === 0)
    return yield* Effect.fail(
      new TouchpointError(
        "options",
        own.length === 0
          ? `The rule ${rule} finds nothing in this project`
          : noSuch(
              `finding of ${rule} about`,
              subject,
              own.map((finding) => finding.subject.id),
            ),
        { where: what, fix: "See what there is with: touchpoint check" },
      ),
    )
  const { findings } = rowsOf({ ...analysis, findings: hits }, voice)
  const label = texts[locale]
  const text = hits.map((hit, i) => {
    const row = findings[i]
    return [
      `${label.finding}: ${row?.text ?? ""}`,
      `${voice.label("recommendation")}: ${row?.recommendation.text ?? ""}`,
      `${label.severity}: ${voice.label(hit.severity)}; ${label.certainty}: ${voice.label(hit.certainty)}`,
      ...(hit.evidence.length === 0 ? [] : [`${label.evidence}:`, measurementTable(hit.evidence, voice)]),
    ].join("\n")
  })
  return { rows: findings satisfies ReadonlyArray<FindingRow>, text: text.join("\n\n") }
})

const metricText = (page: MetricPage, locale: Locale, width: number): string => {
  const label = (id: TextId) => texts[locale][id]
  const said = (id: TextId, text: string | null): ReadonlyArray<readonly [string, string]> =>
    text === null || text === "" ? [] : [[label(id), text]]
  return [
    `${page.title}  [${page.id}]`,
    "",
    terms(
      [
        ...said("what", page.description),
        ...said("numerator", page.numerator),
        ...said("denominator", page.denominator),
        ...said("unit", page.unit),
        ...said("facts", page.facts),
        ...said("clock", page.clock),
        ...said("better", label(page.better)),
        ...said("source", page.source),
        ...said("notWhen", page.notWhen),
      ],
      width,
    ),
    "",
    `${label("parameters")}:`,
    namedParameters(page, locale, width),
  ].join("\n")
}

const ruleText = (page: RulePage, locale: Locale, width: number): string => {
  const label = (id: TextId) => texts[locale][id]
  const says = page.messages.flatMap(({ text }) => (text === null ? [] : [`  – ${wrap(text, width, "    ")}`]))
  return [
    `${page.title}  [${page.id}]`,
    "",
    terms(
      [
        [label("judges"), page.description],
        [label("severity"), makeVoice(locale, {}, "UTC").label(page.severity)],
        [label("category"), page.category],
        [label("recommended"), label(page.recommended ? "yes" : "no")],
      ],
      width,
    ),
    "",
    `${label("options")}:`,
    parameters(page.options, locale, width),
    ...(says.length === 0 ? [] : ["", `${label("says")}:`, ...says]),
  ].join("\n")
}

/** Options with their defaults, in columns where these fit. */
const parameters = (list: ReadonlyArray<Parameter>, locale: Locale, width: number): string => {
  const label = texts[locale]
  if (list.length === 0) return `  ${label.noOptions}`
  const lines = align(
    list.map(({ name, type, ...given }) => [`  ${name}`, defaultOf(given, locale), type]),
    () => false,
  )
  return lines.split("\n").every((line) => widthOf(line) <= width)
    ? lines
    : indented(
        list.map(({ name, type, ...given }) => [name, [`${defaultOf(given, locale)}; ${type}`]]),
        width,
      )
}

/** Parameters by their names, with what they are, their defaults and what they may be. */
const namedParameters = ({ parameters: list, words }: MetricPage, locale: Locale, width: number): string =>
  list.length === 0
    ? `  ${texts[locale].noOptions}`
    : indented(
        list.map((parameter) => {
          const { name, type } = parameter
          const { choices = [], inWords = null, title = name } = words[name] ?? {}
          const offered = choices.map((one) => (one.inWords === one.value ? one.value : `${one.value}: ${one.inWords}`))
          const said = inWords === null || choices.length > 0 ? "" : ` (${inWords})`
          const values = offered.length === 0 ? type : offered.join(" | ")
          return [name, [...(title === name ? [] : [title]), `${defaultOf(parameter, locale)}${said}; ${values}`]]
        }),
        width,
      )

const defaultOf = ({ byDefault }: Pick<Parameter, "byDefault">, locale: Locale): string =>
  byDefault === null ? texts[locale].required : `${texts[locale].byDefault} ${byDefault}`

/** Names, and lines beside them that keep to the width. */
const indented = (
  rows: ReadonlyArray<readonly [name: string, lines: ReadonlyArray<string>]>,
  width: number,
): string => {
  const room = Math.max(...rows.map(([name]) => widthOf(name))) + 4
  const indent = " ".repeat(room)
  return rows
    .map(([name, lines]) => {
      const [first = "", ...others] = lines.map((line) => wrap(line, width, indent))
      return [
        `  ${name}${" ".repeat(room - 2 - widthOf(name))}${first}`,
        ...others.map((line) => `${indent}${line}`),
      ].join("\n")
    })
    .join("\n")
}
