import { kindOf, define } from "@touchpoint/core/facts"
import { type Metric, prepareMetric } from "@touchpoint/core/metrics"
import { type Locale, type Name, nameIn } from "@touchpoint/core/model"
import { makeVoice } from "@touchpoint/core/report"
import type { Rule, Sentence, Wording } from "@touchpoint/core/rules"
import { recommended } from "@touchpoint/rules"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"

/** A parameter of a metric or an option of a rule. */
export interface Parameter {
  readonly name: string
  /** `text`, `a or b`, `list of text` … */
  readonly type: string
  /** As YAML writes it; `null` where it has to be given. */
  readonly byDefault: string | null
}

/** What a metric is, in one language. */
export interface MetricPage {
  readonly id: string
  readonly title: string
  readonly description: string
  readonly numerator: string | null
  readonly denominator: string | null
  readonly unit: string | null
  readonly facts: string | null
  readonly clock: string | null
  readonly better: "higher" | "lower" | "neutral"
  readonly source: string
  readonly notWhen: string
  readonly parameters: ReadonlyArray<Parameter>
}

/** What a rule is, in one language. */
export interface RulePage {
  readonly id: string
  readonly title: string
  readonly description: string
  readonly severity: "info" | "warning" | "critical"
  readonly category: string
  readonly recommended: boolean
  readonly options: ReadonlyArray<Parameter>
  readonly messages: ReadonlyArray<{ readonly id: string; readonly text: string | null }>
}

/** The page of a metric. What its parameters decide is said for the defaults, where there are any. */
export const metricPage = (metric: Metric.Metric, locale: Locale): Effect.Effect<MetricPage> =>
  Effect.map(
    Effect.option(prepareMetric(metric, undefined)).pipe(Effect.catchDefect(() => Effect.succeedNone)),
    (prepared) => {
      const { docs } = metric
      const passport = prepared._tag === "Some" ? prepared.value.passport : null
      const { wording } = makeVoice(locale, {}, "UTC")
      const say = (name: Name) => nameIn(name, locale, "")
      return {
        id: metric.id,
        title: nameIn(docs.title, locale, metric.id),
        description: say(docs.description),
        numerator: passport === null ? null : say(passport.numerator),
        denominator: passport === null ? null : say(passport.denominator),
        unit: passport === null ? null : wording.name("unit", passport.unit.kind),
        facts: passport === null ? null : `${wording.name("kind", passport.kind)} (${pluralOf(passport.kind)})`,
        clock: passport === null ? null : wording.name("clock", passport.clock),
        better: metric.better,
        source: docs.source,
        notWhen: say(docs.notWhen),
        parameters: parametersOf(metric.params, prepared._tag === "Some" ? prepared.value.params : {}),
      }
    },
  )

const pluralOf = (kind: string): string => kindOf(define(), kind)?.plural ?? kind

/** The page of a rule. */
export const rulePage = (rule: Rule.Rule, locale: Locale): RulePage => {
  const own = Object.hasOwn(recommended, rule.id) ? (recommended as Readonly<Record<string, unknown>>)[rule.id] : {}
  const { wording } = makeVoice(locale, {}, "UTC", [rule])
  return {
    id: rule.id,
    title: nameIn(rule.meta.title, locale, rule.id),
    description: nameIn(rule.meta.description, locale, ""),
    severity: rule.meta.severity,
    category: rule.meta.category,
    recommended: rule.meta.recommended,
    options: parametersOf(rule.options, own),
    messages: Object.entries(rule.messages[locale] ?? {}).map(([id, sentence]) => ({
      id,
      text: sample(sentence, wording),
    })),
  }
}

interface Json {
  readonly type?: string
  readonly enum?: ReadonlyArray<unknown>
  readonly const?: unknown
  readonly items?: Json
  readonly anyOf?: ReadonlyArray<Json>
  readonly properties?: Readonly<Record<string, Json>>
  readonly $ref?: string
}

const parametersOf = (schema: Schema.Top, defaults: unknown): ReadonlyArray<Parameter> => {
  const { definitions, schema: whole } = jsonOf(schema)
  const known = (typeof defaults === "object" && defaults !== null ? defaults : {}) as Readonly<Record<string, unknown>>
  const decoded = decodedDefaults(schema)
  return Object.entries(resolved(whole, definitions).properties ?? {}).map(([name, type]) => {
    const value = Object.hasOwn(known, name) ? known[name] : decoded[name]
    return { name, type: shape(type, definitions, 0), byDefault: value === undefined ? null : written(value) }
  })
}

interface Document {
  readonly schema: Json
  readonly definitions: Readonly<Record<string, Json>>
}

/** Somebody else's schema may be none of JSON. */
const jsonOf = (schema: Schema.Top): Document => {
  try {
    return Schema.toJsonSchemaDocument(schema)
  } catch {
    return { schema: {}, definitions: {} }
  }
}

const decodedDefaults = (schema: Schema.Top): Readonly<Record<string, unknown>> => {
  try {
    return Schema.decodeUnknownSync(schema as Schema.Codec<Record<string, unknown>, unknown>)({})
  } catch {
    return {}
  }
}

const resolved = (schema: Json, definitions: Document["definitions"]): Json => {
  const name = schema.$ref?.split("/").at(-1)
  return name !== undefined && Object.hasOwn(definitions, name) ? (definitions[name] ?? {}) : schema
}

const DEEPEST = 4

const shape = (given: Json, definitions: Document["definitions"], depth: number): string => {
  const schema = resolved(given, definitions)
  if (depth > DEEPEST) return "…"
  const inner = (one: Json) => shape(one, definitions, depth + 1)
  if (schema.const !== undefined) return written(schema.const)
  if (schema.enum !== undefined) return schema.enum.map(written).join(" | ")
  if (schema.anyOf !== undefined) return [...new Set(schema.anyOf.map(inner))].join(" | ")
  if (schema.type === "array") return `[${inner(schema.items ?? {})}]`
  if (schema.properties !== undefined)
    return `{ ${Object.entries(schema.properties)
      .map(([name, of]) => `${name}: ${inner(of)}`)
      .join(", ")} }`
  return schema.type === "string" ? "text" : (schema.type ?? "any")
}

/** As YAML and TypeScript both write it. */
const written = (value: unknown): string =>
  Array.isArray(value)
    ? `[${value.map(written).join(", ")}]`
    : typeof value === "object" && value !== null
      ? `{ ${Object.entries(value)
          .map(([name, inner]) => `${name}: ${written(inner)}`)
          .join(", ")} }`
      : typeof value === "string" && value !== ""
        ? value
        : JSON.stringify(value)

/** A sentence that is little more than its blanks says nothing. */
const WORDS = /\p{L}{2,}.*\s\p{L}{2,}/u

/** What a sentence says, with the names of its blanks in them; `null` where it cannot be said without numbers. */
const sample = (sentence: Sentence, wording: Wording): string | null => {
  const data = new Proxy({}, { get: (_, name) => `‹${String(name)}›`, has: () => true })
  try {
    const text: unknown = sentence(data, [], blank(wording))
    return typeof text === "string" &&
      !/NaN|undefined|null|\[object/u.test(text) &&
      WORDS.test(text.replaceAll(/‹[^›]*›/gu, ""))
      ? text
      : null
  } catch {
    return null
  }
}

/** Names and numbers nobody knows yet stay blanks. */
const blank = (wording: Wording): Wording => ({ ...wording, name: (_, id) => id })
