import { define, kindOf, rejectFix, type RejectReason } from "@touchpoint/core/facts"
import { type CaveatId, type Metric, prepareMetric } from "@touchpoint/core/metrics"
import { type Locale, type Name, nameIn } from "@touchpoint/core/model"
import { makeVoice, parameterText, type Voice } from "@touchpoint/core/report"
import type { Rule, Sentence, Wording } from "@touchpoint/core/rules"
import { recommended } from "@touchpoint/rules"
import * as Effect from "effect/Effect"
import { decodedDefaults, type Parameter, parametersOf } from "./parameters.ts"

/** What a parameter and its values are called. */
interface ParameterWords {
  readonly title: string
  /** The default in words; `null` where these say no more than what is written. */
  readonly inWords: string | null
  /** Values it may have, where these are words that mean something. */
  readonly choices: ReadonlyArray<{ readonly value: string; readonly inWords: string }>
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
  /** Words for the parameters, by their names. */
  readonly words: Readonly<Record<string, ParameterWords>>
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
      const voice = makeVoice(locale, {}, "UTC")
      const { wording } = voice
      const params = prepared._tag === "Some" ? prepared.value.params : {}
      const kinds = prepared._tag === "Some" ? (prepared.value.kinds ?? []) : []
      const parameters = parametersOf(metric.params, params)
      const say = (name: Name) => nameIn(name, locale, "")
      return {
        id: metric.id,
        title: nameIn(docs.title, locale, metric.id),
        description: say(docs.description),
        numerator: passport === null ? null : say(passport.numerator),
        denominator: passport === null ? null : say(passport.denominator),
        unit: passport === null ? null : wording.name("unit", passport.unit.kind),
        facts:
          passport === null
            ? null
            : [...new Set([passport.kind, ...kinds])]
                .map((kind) => `${wording.name("kind", kind)} (${pluralOf(kind)})`)
                .join(", "),
        clock: passport === null ? null : wording.name("clock", passport.clock),
        better: metric.better,
        source: docs.source,
        notWhen: say(docs.notWhen),
        parameters,
        words: Object.fromEntries(
          parameters.map((parameter) => [parameter.name, wordsOf(parameter, params, voice)] as const),
        ),
      }
    },
  )

/** A word that a list of values offers. */
const WORD = /^[\p{L}][\p{L}\d-]*$/u

const wordsOf = (
  { byDefault, name, type }: Parameter,
  params: Readonly<Record<string, unknown>>,
  voice: Voice,
): ParameterWords => {
  const said = (value: unknown) => parameterText(voice, name, value, params)
  const values = type.split(" | ")
  const offered = type !== "any" && values.every((value) => WORD.test(value) && !TYPES.has(value))
  const given = Object.hasOwn(params, name) ? params[name] : undefined
  const inWords = byDefault === null || given === undefined || typeof given === "number" ? null : said(given)
  return {
    title: voice.wording.name("parameter", name),
    inWords: inWords === byDefault ? null : inWords,
    choices: offered ? values.map((value) => ({ value, inWords: said(value) })) : [],
  }
}

/** What stands for values and is none. */
const TYPES: ReadonlySet<string> = new Set(["text", "number", "integer", "boolean", "null", "object"])

const pluralOf = (kind: string): string => kindOf(define(), kind)?.plural ?? kind

/** The page of a rule. */
export const rulePage = (rule: Rule.Rule, locale: Locale): RulePage => {
  const own = Object.hasOwn(recommended, rule.id) ? (recommended as Readonly<Record<string, unknown>>)[rule.id] : {}
  const { wording } = makeVoice(locale, {}, "UTC", [rule])
  const examples = { ...decodedDefaults(rule.options), ...(typeof own === "object" ? own : {}) }
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
      text: sample(sentence, wording, examples),
    })),
  }
}

/** What stands beside a number, and why it should be read. */
export interface CaveatPage {
  readonly id: string
  /** As reports say it, with figures made up. */
  readonly text: string
}

/** Why a row did not become a fact. */
export interface RejectPage {
  readonly id: string
  readonly title: string
  readonly fix: string
}

/** Figures of no project, by what they are called. */
const figures: Readonly<Record<string, string | number>> = {
  n: 12,
  minimum: 30,
  share: 0.043,
  expected: "0–10",
  assumed: "0–10",
  standard: "0–10",
  scale: "1–10",
  deff: 1.37,
  population: 99441,
  nEffective: 7013,
  ratio: 3.4,
  cells: 12,
  baseline: "north",
  comparisons: 8,
  problem: "…",
}
const odd: Partial<Readonly<Record<CaveatId, Readonly<Record<string, string | number>>>>> = {
  "currency-mixed": { expected: "EUR" },
  "no-rate": { expected: "EUR" },
  winsorised: { cap: 500_000, raw: 8720, currency: "EUR" },
  skewed: { skewness: 3.1, minimum: 3412 },
  "history-unknown": { days: 90 },
  "low-response": { minimum: 0.1 },
  "immature-revenue": { days: 30 },
  "statuses-counted": { n: 1258, statuses: "delivered 1200, cancelled 38", others: 0, none: 20 },
  "mix-shift": { dimension: "channel", rate: 0.054, mix: -0.099 },
  "chosen-weights": { low: 0.23, high: 0.32 },
  "definition-mismatch": { differs: "scale" },
}

/** The page of a caveat, with example figures. */
export const caveatPage = (id: CaveatId, locale: Locale): CaveatPage => ({
  id,
  text: makeVoice(locale, {}, "UTC").say({ id: `report/${id}`, data: { ...figures, ...odd[id] }, of: [] }),
})

/** The page of a reason for which rows are rejected. */
export const rejectPage = (id: RejectReason, locale: Locale): RejectPage => ({
  id,
  title: makeVoice(locale, {}, "UTC").wording.name("reason", id),
  fix: rejectFix[id],
})

/** A sentence that is little more than its blanks says nothing. */
const WORDS = /\p{L}{2,}.*\s\p{L}{2,}/u

/** What was left empty: a zero nobody counted, nothing between quotation marks, nothing behind a colon. */
const EMPTY = /(?<![\d.,])0(?![\d.,]*\d)|[“„«]\s*[”»]|:\s*[.;]|\(\s*\)|NaN|undefined|null|\[object/u

/**
 * What a sentence says with the options as they are by default, and the names of its other blanks in it; `null` where
 * it cannot be said honestly without facts.
 */
const sample = (sentence: Sentence, wording: Wording, examples: Readonly<Record<string, unknown>>): string | null => {
  try {
    const first = said(sentence, wording, examples, new Set())
    // What it does not show as a text is a figure, or decides about a part of it: then it is said without.
    const hidden = new Set([...first.asked].filter((name) => !first.text.includes(`‹${name}›`)))
    const { text } = hidden.size === 0 ? first : said(sentence, wording, examples, hidden)
    return !EMPTY.test(text) && WORDS.test(text.replaceAll(/‹[^›]*›/gu, "")) ? text : null
  } catch {
    return null
  }
}

/** A sentence said of no measurements, and the blanks it asked for. */
const said = (
  sentence: Sentence,
  wording: Wording,
  examples: Readonly<Record<string, unknown>>,
  without: ReadonlySet<string>,
) => {
  const asked = new Set<string>()
  const data = new Proxy(
    {},
    {
      get: (_, key) => {
        const name = String(key)
        if (Object.hasOwn(examples, name)) return examples[name]
        asked.add(name)
        return without.has(name) ? undefined : `‹${name}›`
      },
      has: (_, key) => !without.has(String(key)),
    },
  )
  const text: unknown = sentence(data, [], blank(wording))
  return { text: typeof text === "string" ? text : "", asked }
}

/** Names and numbers nobody knows yet stay blanks. */
const blank = (wording: Wording): Wording => ({ ...wording, name: (_, id) => id })
