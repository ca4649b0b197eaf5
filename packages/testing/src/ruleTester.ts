import { assert, describe, it } from "@effect/vitest"
import { standardKinds } from "@touchpoint/core/facts"
import { type Interval, Measurement } from "@touchpoint/core/metrics"
import { decodeInventory, type Locale } from "@touchpoint/core/model"
import { makeWording } from "@touchpoint/core/report"
import { type Certainty, Finding, type Message, type Rule, type Severity } from "@touchpoint/core/rules"
import { Calendar } from "@touchpoint/core/time"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"

/** What {@link measurementOf} is given; everything beside the metric has a default. @category rules @since 0.1.0 */
export type MeasurementSketch = Partial<Omit<Measurement, "schema" | "interval">> & {
  readonly metric: string
  /** An interval, or its two ends. */
  readonly interval?: Interval | readonly [low: number | null, high: number | null] | null
}

/**
 * A measurement from what matters in a test. Where it is left out: `unit` is a proportion, `n` is 0, `denominator` is
 * `n`, the `numerator` of a proportion follows from its value, and there is neither period nor interval.
 *
 * **Example** (Promises of a courier)
 *
 * ```ts norun
 * import { measurementOf } from "@touchpoint/testing"
 *
 * const kept = measurementOf({ metric: "promise-keeping", by: { party: "courier" }, value: 0.8, interval: [0.77, 0.83], n: 500 })
 * console.log(kept.numerator) // 400
 * ```
 *
 * @category rules
 * @since 0.1.0
 */
export const measurementOf = ({ interval = null, ...given }: MeasurementSketch): Measurement => {
  const { n = 0, unit = { kind: "proportion" }, value = null } = given
  return {
    schema: 1,
    params: {},
    definition: "test",
    by: {},
    period: null,
    asOf: null,
    unitOfN: "answer",
    nEffective: n,
    numerator: unit.kind === "proportion" && value !== null ? value * n : null,
    denominator: n,
    caveats: [],
    ...given,
    n,
    unit,
    value,
    interval: isEnds(interval) ? { low: interval[0], high: interval[1], level: 0.95, method: "test" } : interval,
  }
}

const isEnds = (interval: unknown): interval is readonly [number | null, number | null] => Array.isArray(interval)

/** A rule is given this and must stay silent. @category rules @since 0.1.0 */
export interface QuietCase {
  readonly name: string
  /** Plain data, as it would stand in YAML; absent where the project has no inventory. */
  readonly inventory?: unknown
  /** Measurements by need; needs left out have none. */
  readonly measurements?: Readonly<Record<string, ReadonlyArray<Measurement>>>
  readonly options?: unknown
  readonly asOf?: number | null
  /** Zone of the project's calendar; UTC where absent. */
  readonly zone?: string
  /** Kinds of facts that have rows, where the rule asks by them; all standard kinds where absent. */
  readonly kinds?: ReadonlyArray<string>
}

/** A report that is expected; what it leaves out is not compared. @category rules @since 0.1.0 */
export interface ExpectedReport {
  readonly messageId: string
  /** Id of the subject. */
  readonly subject?: string
  readonly severity?: Severity
  readonly certainty?: Certainty
  /** Message id of the recommendation. */
  readonly action?: string
  /** Party of the recommendation. */
  readonly party?: string
  readonly evidence?: ReadonlyArray<Measurement>
  readonly expectedEffect?: Finding["recommendation"]["expectedEffect"]
}

/** A rule is given this and must report exactly these, in this order. @category rules @since 0.1.0 */
export interface LoudCase extends QuietCase {
  readonly reports: ReadonlyArray<ExpectedReport>
}

const LOCALES: ReadonlyArray<Locale> = ["en", "ru", "pl"]
/** What a sentence never contains: a hole where a word or figure should be. */
const HOLES = /undefined|null|NaN|Infinity|\[object|[{}]|“”|«»|„”| {2}/

/**
 * Registers the tests of a rule: silent where it should be, loud where it should be, by message ids. Every finding is
 * spoken in every locale and must have no holes; the locales must know the same messages, and every message must be
 * met in some loud case.
 *
 * **Example** (The tests of a rule)
 *
 * ```ts norun
 * import { stageGap } from "@touchpoint/rules"
 * import { ruleTester } from "@touchpoint/testing"
 *
 * ruleTester(stageGap, {
 *   quiet: [{ name: "no inventory" }],
 *   loud: [
 *     {
 *       name: "nothing at all",
 *       inventory: { touchpoints: [] },
 *       reports: ["before", "during", "after"].map((subject) => ({ messageId: "empty-phase", subject })),
 *     },
 *     // … and one case for each other message
 *   ],
 * })
 * ```
 *
 * @category suites
 * @since 0.1.0
 */
export const ruleTester = (
  rule: Rule.Rule,
  cases: { readonly quiet: ReadonlyArray<QuietCase>; readonly loud: ReadonlyArray<LoudCase> },
): void => {
  describe(`rule: ${rule.id}`, () => {
    describe("quiet", () => {
      for (const quiet of cases.quiet)
        it.effect(quiet.name, () =>
          Effect.gen(function* () {
            assert.deepStrictEqual(yield* judgeCase(rule, quiet), [])
          }),
        )
    })
    describe("loud", () => {
      for (const loud of cases.loud)
        it.effect(loud.name, () =>
          Effect.gen(function* () {
            const findings = yield* judgeCase(rule, loud)
            assert.deepStrictEqual(
              findings.map((finding, i) =>
                summaryOf(rule, finding, loud.reports[i] ?? { messageId: "", subject: "", severity: "info" }),
              ),
              loud.reports,
            )
            for (const { message, recommendation } of findings) {
              speak(rule, message)
              speak(rule, recommendation.action)
            }
          }),
        )
    })
    it("says the same messages in every locale", () => {
      for (const locale of LOCALES)
        assert.deepStrictEqual(
          Object.keys(rule.messages[locale]).toSorted(),
          Object.keys(rule.messages.en).toSorted(),
          locale,
        )
    })
    it.effect("meets every message in some loud case", () =>
      Effect.gen(function* () {
        const findings = (yield* Effect.forEach(cases.loud, (loud) => judgeCase(rule, loud))).flat()
        const met = new Set(findings.flatMap((f) => [f.message.id, f.recommendation.action.id]))
        assert.deepStrictEqual(
          Object.keys(rule.messages.en).filter((id) => !met.has(`${rule.id}/${id}`)),
          [],
        )
      }),
    )
  })
}

/** What the rule finds, after checking that the case and the findings are well formed. */
const judgeCase = Effect.fnUntraced(function* (
  rule: Rule.Rule,
  { asOf = null, inventory, kinds, measurements = {}, options, zone = "UTC" }: QuietCase,
) {
  const prepared = yield* rule.prepare(options)
  const listed = inventory === undefined ? null : yield* decodeInventory(inventory)
  const wanted = prepared.needs({ inventory: listed, kinds: new Set(kinds ?? Object.keys(standardKinds)) })
  for (const { metric, params } of Object.values(wanted)) yield* metric.prepare(params)
  const needs = Object.keys(wanted)
  for (const name of Object.keys(measurements))
    assert.include(needs, name, "measurements of something the rule does not need")
  yield* Schema.encodeEffect(Schema.Array(Measurement))(Object.values(measurements).flat())
  const findings = prepared.judge({
    inventory: listed,
    measurements: { ...Object.fromEntries(needs.map((need) => [need, []])), ...measurements },
    asOf,
    calendar: Calendar.make(zone),
  })
  yield* Schema.encodeEffect(Schema.Array(Finding))(findings)
  return findings
})

/** A finding as the case expects it: only what the case names. */
const summaryOf = (rule: Rule.Rule, finding: Finding, expected: ExpectedReport): ExpectedReport => {
  const own = (message: Message) => message.id.slice(rule.id.length + 1)
  const whole: Required<ExpectedReport> = {
    messageId: own(finding.message),
    subject: finding.subject.id,
    severity: finding.severity,
    certainty: finding.certainty,
    action: own(finding.recommendation.action),
    party: finding.recommendation.party,
    evidence: finding.evidence,
    expectedEffect: finding.recommendation.expectedEffect,
  }
  const entries = Object.entries(whole).filter(([key]) => key in expected)
  return { ...Object.fromEntries(entries), messageId: whole.messageId }
}

/** Says a message in every locale and looks for holes. */
const speak = (rule: Rule.Rule, { data, id, of }: Message): void => {
  for (const locale of LOCALES) {
    const sentence = rule.messages[locale][id.slice(rule.id.length + 1)]
    const said = sentence === undefined ? "undefined" : sentence(data, of, makeWording(locale, {}, "UTC"))
    assert.notMatch(said, HOLES, `${id} in ${locale}`)
    assert.match(said, /\S/, `${id} in ${locale}`)
  }
}
