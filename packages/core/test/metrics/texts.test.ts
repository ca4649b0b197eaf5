import { assert, describe, it } from "@effect/vitest"
import { definition, metrics, nps, type Passport, promiseKeeping } from "@touchpoint/core/metrics"
import { Locale, type Name } from "@touchpoint/core/model"
import * as Effect from "effect/Effect"

/** Letters that tell a text of the locale from an English one left in its place. */
const own: Readonly<Record<Locale, RegExp>> = { en: /^[^а-яё]*$/iu, ru: /[а-яё]/iu, pl: /^[^а-яё]*$/iu }

const checkTexts = (name: Name, of: string) => {
  if (typeof name === "string") return assert.fail(`${of} is one text for all languages: ${name}`)
  for (const locale of Locale.literals) {
    const text = name[locale] ?? ""
    assert.isNotEmpty(text, `${of} has no ${locale}`)
    assert.match(text, own[locale], of)
    assert.notMatch(text, /undefined|null|NaN|\[object|\s\s|^\s|\s$|\s[,;:)]|,,|\(\)/, of)
  }
}

/** Parameters of every shipped metric whose texts differ from those of the defaults. */
const variants: Readonly<Record<string, ReadonlyArray<object>>> = {
  "average-order-value": [
    { basis: "gross", except: ["test"] },
    { refunded: "leave-out", weights: "ignore" },
  ],
  "contact-pressure": [
    { form: "mean", base: "customers", classes: [] },
    { form: "peak", days: 1 },
    ...[1, 7, 30].map((days) => ({ clock: "calendar", days })),
  ],
  "conversion-rate": [
    { steps: ["a", "b", { kind: "refund", is: { status: ["x", "y"], amount: 5 } }], of: "previous", step: 2 },
    { steps: ["a", { kind: "promise" }], attempt: "every", order: "any", within: 0.5 },
    { steps: ["a", "b"], attempt: "best", order: "strict", per: "session", within: 1 },
  ],
  csat: [{ form: "mean" }, { form: "net", relation: "relational" }],
  "promise-keeping": [{ rule: "instant" }, { rule: "day", weights: "ignore" }],
  "purchase-frequency": [{ form: "dispersion", except: ["x"] }],
  "repeat-rate": [{ except: ["x", "y"] }],
  "repurchase-within": [{ within: 1, except: ["x"] }, { within: 0.25 }],
  "response-rate": [{ base: "contacts" }, { instrument: "nps" }],
  retention: [
    { mode: "on-or-after", interval: "day" },
    { mode: "bracket", index: 2, to: 5, interval: "week", clock: "elapsed" },
    { mode: "bracket", to: 2, clock: "elapsed" },
    { entry: "a", return: { kind: "feedback" }, interval: "day", clock: "elapsed" },
  ],
}
const texts = new Set(["title", "description", "notWhen", "numerator", "denominator"])

describe("what people read of a metric", () => {
  it.effect.each(
    metrics.flatMap((metric) =>
      [{}, ...(variants[metric.id] ?? [])].map((params) => [metric.id, JSON.stringify(params), metric] as const),
    ),
  )("is written in every language: %s %s", ([id, params, metric]) =>
    Effect.gen(function* () {
      const { passport, title } = yield* metric.prepare(JSON.parse(params))
      for (const [part, text] of Object.entries({ ...metric.docs, title, ...passport }))
        if (texts.has(part)) checkTexts(text as Name, `${id}.${part}`)
    }),
  )

  it.effect("is no part of the definition: a better wording leaves numbers comparable", () =>
    Effect.gen(function* () {
      const { docs, metric, params, passport } = yield* nps.prepare()
      const whole: Passport = {
        metric,
        params,
        ...passport,
        zone: "UTC",
        population: null,
        source: docs.source,
        preset: null,
      }
      const worded = { ...whole, numerator: "promoters less detractors", denominator: "answers", source: "Reichheld" }
      assert.strictEqual(yield* definition(worded), yield* definition(whole))
      assert.notStrictEqual(yield* definition({ ...whole, unitOfN: "customer" }), yield* definition(whole))
    }),
  )

  it.effect("follows the parameters", () =>
    Effect.gen(function* () {
      const byDay = yield* promiseKeeping.prepare({ rule: "day" })
      assert.deepStrictEqual(byDay.passport.numerator, {
        en: "promises due and fulfilled by the end of the promised local day",
        ru: "обещания с наступившим сроком, выполненные до конца обещанного местного дня",
        pl: "obietnice, których termin minął, spełnione do końca obiecanego dnia lokalnego",
      })
    }),
  )
})
