// Pages of docs/reference, made from what decodes and measures: they cannot say what the code does not.
import { readFileSync } from "node:fs"
import path from "node:path"
import { analysisCaveats } from "@touchpoint/core/analyses"
import { type Caveat, CaveatId, type Metric, metrics } from "@touchpoint/core/metrics"
import { type Name, nameIn } from "@touchpoint/core/model"
import { makeVoice, type Voice } from "@touchpoint/core/report"
import type { Rule } from "@touchpoint/core/rules"
import { rules } from "@touchpoint/rules"
import { Effect, Schema } from "effect"
import { facts, pluralOf, rejects } from "./reference/facts.ts"
import { code, codes, generated, page, sentence, table } from "./reference/markdown.ts"
import { speed } from "./reference/speed.ts"
import { root } from "./tracked.ts"

const voice: Voice = makeVoice("en", {}, "UTC")

// Metrics.

interface JsonSchema {
  readonly type?: string
  readonly enum?: ReadonlyArray<unknown>
  readonly const?: string | number | boolean | null
  readonly anyOf?: ReadonlyArray<JsonSchema>
  readonly items?: JsonSchema
  readonly properties?: Readonly<Record<string, JsonSchema>>
}

const shape = (schema: JsonSchema): string => {
  if (schema.enum !== undefined) return codes(schema.enum.map(String))
  if (schema.const !== undefined) return code(String(schema.const))
  if (schema.type === "null") return code("null")
  if (schema.anyOf !== undefined) return schema.anyOf.map(shape).join(", ")
  if (schema.type === "array")
    return `list of ${shape(schema.items ?? {}).replace(/^(list|text|number|integer)(?= of|$)/, "$1s")}`
  if (schema.properties !== undefined)
    return `{ ${Object.entries(schema.properties)
      .map(([name, of]) => `${name}: ${shape(of)}`)
      .join(", ")} }`
  return schema.type === "string" ? "text" : (schema.type ?? "any")
}

/** As YAML and TypeScript both write it. */
const written = (value: unknown): string =>
  typeof value === "object" && value !== null && !Array.isArray(value) && Object.keys(value).length > 0
    ? `{ ${Object.entries(value)
        .map(([name, inner]) => `${name}: ${written(inner)}`)
        .join(", ")} }`
    : typeof value === "string"
      ? value
      : JSON.stringify(value)

const readmeOf = (id: string) => `packages/core/src/metrics/${id}/README.md`

/** The last cell of a parameter's row in the README of its item: the only place that says in words what it means. */
const meaningOf = (readme: string, parameter: string): string => {
  const [, section = ""] = readFileSync(path.join(root, readme), "utf8").split(/^## (?:Parameters|Options)$/mu)
  const row = section.split("\n").find((line) => line.startsWith(`| ${code(parameter)} `))
  const meaning = row?.split("|").at(-2)?.trim()
  if (meaning === undefined) throw new Error(`${readme} has no row for ${parameter}; add it`)
  return meaning
}

const english = (name: Name) => nameIn(name, "en", "")

const metricSection = async (metric: Metric.Metric): Promise<string> => {
  const { docs, id } = metric
  const { params, passport } = await Effect.runPromise(metric.prepare())
  const { properties = {} } = Schema.toJsonSchemaDocument(metric.params).schema as JsonSchema
  return [
    `## ${id}`,
    `**${english(docs.title)}.** ${sentence(english(docs.description))}`,
    [
      `- Counts: ${english(passport.numerator)}, of ${english(passport.denominator)}, in ${code(pluralOf(passport.kind))}; placed in time by ${code(passport.clock)}. (With the defaults below.)`,
      `- Better: ${metric.better}.`,
      `- Source: ${docs.source}.`,
      `- Not when ${english(docs.notWhen)}.`,
      `- Formula, intervals, caveats and an example: [${id}](../../${readmeOf(id)}).`,
    ].join("\n"),
    table(
      ["parameter", "type or values", "default", "meaning"],
      Object.entries(properties).map(([name, schema]) => [
        code(name),
        shape(schema),
        code(written(params[name])),
        meaningOf(readmeOf(id), name),
      ]),
    ),
  ].join("\n\n")
}

const metricsPage = async (): Promise<string> =>
  page(
    generated("the metrics in `packages/core/src/metrics`"),
    "# Metrics and their parameters",
    "What `metrics` of a configuration may name, beside `by`, `every`, `period`, `where`, `versus` and `compare`. Every parameter is part of the definition: change one and it is another number, with another hash.",
    ...(await Promise.all(metrics.map(metricSection))),
  )

// Rules.

const ruleSection = ({ id, messages, meta, options }: Rule.Rule): string => {
  const readme = `packages/rules/src/${id}/README.md`
  const { properties = {} } = Schema.toJsonSchemaDocument(options).schema as JsonSchema
  const defaults = Schema.decodeUnknownSync(options as Schema.Codec<Record<string, unknown>, unknown>)({})
  return [
    `## ${id}`,
    `**${english(meta.title)}.** ${sentence(english(meta.description))}`,
    [
      `- Severity: ${meta.severity}, unless a finding says otherwise; category ${code(meta.category)}; ${meta.recommended ? "part of the preset `recommended`" : "not part of the preset `recommended`"}.`,
      `- Says: ${codes(Object.keys(messages.en))}.`,
      `- Why, how sure, and examples: [${id}](../../${readme}).`,
    ].join("\n"),
    table(
      ["option", "type or values", "default", "meaning"],
      Object.entries(properties).map(([name, schema]) => [
        code(name),
        shape(schema),
        code(written(defaults[name])),
        meaningOf(readme, name),
      ]),
    ),
  ].join("\n\n")
}

const rulesPage = (): string =>
  page(
    generated("the rules in `packages/rules/src`"),
    "# Rules and their options",
    "What `rules` of a configuration may name: `id: off`, a severity as a ceiling, or `id: [severity, { options }]`. Findings are ranked by severity and, within it, by [expected effect](../decisions/0014-findings-ranked-by-cases.md).",
    ...rules.map(ruleSection),
  )

// Caveats.

/** Figures for the sentences; what is not here is the same for all. */
const figures: Partial<Record<Caveat["id"], Caveat["data"]>> = {
  insufficient: { n: 7, minimum: 10 },
  "small-sample": { n: 24, minimum: 30 },
  "scale-mismatch": { n: 12, expected: "0–10" },
  "nonstandard-scale": { scale: "1–10", standard: "0–10" },
  "scale-missing": { n: 12, assumed: "0–10" },
  "no-score": { n: 94 },
  "no-customer": { n: 12 },
  clustered: { deff: 1.37 },
  weighted: { population: 99441, nEffective: 7013 },
  "not-yet-due": { n: 12 },
  "never-fulfilled": { n: 12 },
  "cancelled-excluded": { n: 12 },
  "currency-mixed": { n: 12, expected: "EUR" },
  "no-rate": { n: 12, expected: "EUR" },
  "no-amount": { n: 12 },
  "refunds-unmatched": { n: 12 },
  winsorised: { n: 12, cap: 500_000, raw: 8720, currency: "EUR" },
  skewed: { skewness: 3.1, minimum: 3412 },
  "cost-missing": { n: 12 },
  "cost-outside": { n: 2 },
  "immature-revenue": { n: 12, days: 30 },
  backwards: { n: 2 },
  "history-unknown": { n: 12, days: 90 },
  "not-stated": { n: 12 },
  "off-scale": { n: 12 },
  "mixed-versions": { n: 2 },
  "statuses-counted": { n: 1258, statuses: "delivered 1200, cancelled 38", others: 0, none: 20 },
  dispersed: { ratio: 3.4 },
  "low-response": { minimum: 0.1 },
  "partial-answers": { n: 12 },
  "immature-window": { n: 12 },
  censored: { n: 12 },
  "closed-unanswered": { n: 12 },
  "last-of-session": { n: 12 },
  "not-reached": { minimum: 10 },
  "rejected-rows": { n: 12, share: 0.043 },
  "suspect-text": { cells: 12 },
  "unresolved-customers": { n: 12, share: 0.043 },
  "mix-shift": { dimension: "channel", rate: 0.054, mix: -0.099 },
  "no-baseline": { baseline: "north" },
  "small-baseline": { n: 12, minimum: 30 },
  "chosen-weights": { low: 0.23, high: 0.32 },
  "one-channel": { n: 12 },
  "channels-excluded": { n: 2 },
  "multiple-testing": { comparisons: 8 },
  "below-minimum-cell": { minimum: 10 },
  failed: { problem: "what the metric said" },
}

const caveats = (): string =>
  page(
    generated("`Caveat.ts` of `packages/core/src/metrics` and `packages/core/src/analyses`"),
    "# Caveats: what to know before using a number",
    "`caveats` of a measurement carry the id and the figures; pages say the sentence. The figures here are examples.",
    table(
      ["id", "in reports"],
      CaveatId.literals.map((id) => [code(id), voice.say({ id: `report/${id}`, data: figures[id] ?? {}, of: [] })]),
    ),
    "## Caveats of analyses",
    "What functions such as `funnelSteps` and `attributeByRule` give in `caveats`. An id that stands above means the same there; these are theirs alone.",
    table(
      ["id", "what it means"],
      Object.entries(analysisCaveats).map(([id, text]) => [code(id), english(text)]),
    ),
  )

export const reference = [
  { file: "docs/reference/facts.md", text: facts },
  { file: "docs/reference/rejects.md", text: rejects },
  { file: "docs/reference/metrics.md", text: metricsPage },
  { file: "docs/reference/rules.md", text: rulesPage },
  { file: "docs/reference/caveats.md", text: caveats },
  { file: "docs/reference/speed.md", text: speed },
]
