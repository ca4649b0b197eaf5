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
  "audit-score": [
    { form: "mean" },
    { form: "critical-failed", unit: "location" },
    { critical: "zero" },
    { form: "mean", critical: "zero", pass: 0.8 },
  ],
  "automation-share": [{ of: "replies" }],
  "average-order-value": [
    { basis: "gross", except: ["test"] },
    { refunded: "leave-out", weights: "ignore" },
    { basis: "net-by-refund-date", currency: "PLN", rates: [{ currency: "EUR", rate: 4.3 }] },
    { cap: 50_000, currency: "PLN", rates: [{ currency: "EUR", rate: 4.3, from: "2026-01-01" }] },
  ],
  "churn-rate": [
    { form: "all-of-start", grace: 5 },
    { form: "all-of-average", ends: "inactivity" },
    { form: "per-exposure", ends: "inactivity", activity: "a", days: 30 },
  ],
  "brand-awareness": [{ form: "unaided", relation: "transactional" }],
  ces: ["agree", "mean", "net"].flatMap((form) => [1, 2].map((version) => ({ form, version }))),
  "contact-gap": [
    { form: "quantile" },
    { form: "quantile", q: 0.9, classes: [] },
    { days: 0.5 },
    ...[1, 7, 30].map((days) => ({ clock: "calendar", days })),
  ],
  "contact-pressure": [
    { form: "mean", base: "customers", classes: [] },
    { form: "peak", days: 1 },
    ...[1, 7, 30].map((days) => ({ clock: "calendar", days })),
    { form: "excess", base: "contactable" },
    { form: "quantile", q: 0.9 },
    { form: "quantile", q: 0.5, clock: "calendar" },
    { form: "decayed", halfLife: 1 },
    { form: "decayed", halfLife: 0.5, base: "contactable" },
  ],
  "conversion-rate": [
    { steps: ["a", "b", { kind: "refund", is: { status: ["x", "y"], amount: 5 } }], of: "previous", step: 2 },
    { steps: ["a", { kind: "promise" }], attempt: "every", order: "any", within: 0.5 },
    { steps: ["a", "b"], attempt: "best", order: "strict", form: "session", within: 1, policy: "naive" },
    { steps: ["a", "b"], policy: "kaplan-meier" },
    { form: "event-ratio" },
  ],
  "cost-per-acquisition": [
    { purposes: ["media", "sales"], spread: "even", currency: "PLN", rates: [{ currency: "EUR", rate: 4.3 }] },
    { acquired: "form" },
    { acquired: { kind: "order", is: { status: "paid" } }, count: "every" },
  ],
  "cost-per-contact": [{ pairs: "campaign" }, { base: "interactions", pairs: "touchpoint", purposes: ["media"] }],
  "cross-channel-consistency": [{ form: "content" }, { form: "within-customer", channels: ["shop", "web"] }],
  csat: [
    { form: "mean" },
    { form: "net", relation: "relational" },
    { form: "net", polarity: "low", test: "distribution" },
    { polarity: "low", top: 1 },
  ],
  "market-readiness": [{ stages: { no: 0, yes: 1 }, relation: "transactional" }],
  nps: [{ base: "asked" }, { base: "asked", relation: "transactional" }],
  "customer-survival": [
    { form: "median", grace: 3 },
    { form: "restricted-mean", days: 30, since: "2026-01-31" },
  ],
  "dwell-time": [{ q: 0.9 }],
  "exit-share": [{ touchpoint: "a" }],
  "k-factor": [
    { form: "invitations", within: 1 },
    { form: "acceptance", entry: { kind: "order", is: { status: "paid" } } },
  ],
  lifecycle: [...["current", "resurrected", "dormant"].map((state) => ({ state })), { form: "count", activity: "a" }],
  "net-revenue-retention": [{ form: "gross" }],
  "customer-value": [
    { basis: "gross", within: 1 },
    { currency: "PLN", rates: [{ currency: "EUR", rate: 4.3 }] },
  ],
  "median-order-value": [
    { q: 0.9, basis: "gross" },
    { q: 0.255, refunded: "leave-out", except: ["x"] },
  ],
  "referral-share": [{ except: ["x"] }],
  "resolution-time": [{ q: 0.9 }, { form: "within", minutes: 120, clock: { hours: { mon: ["09:00-17:00"] } } }],
  "response-time": [
    { q: 0.225, who: "anyone", clock: { hours: { mon: ["09:00-17:00"] } } },
    { responses: "every" },
    {
      form: "within",
      minutes: 45,
      responses: "every",
      teams: [{ is: { channel: "phone" }, clock: { hours: { mon: ["09:00-17:00"] } } }],
    },
    { form: "within", minutes: 120, who: "anyone" },
  ],
  "return-on-ad-spend": [
    { pairs: "campaign", basis: "gross", except: ["x"] },
    { pairs: "touchpoint", spread: "even" },
  ],
  "return-on-investment": [{ marginRate: 0.255, purposes: ["media"] }],
  "touchpoint-usage": [
    { of: "contact" },
    ...["interaction", "contact"].flatMap((of) => [
      { of, form: "occasions", touchpoint: "a" },
      { of, form: "customers", touchpoint: "a" },
    ]),
  ],
  "sales-growth": [
    { form: "log", basis: "gross" },
    { customers: "same", basis: "net-by-refund-date", except: ["x"] },
  ],
  "occasion-share": [{ occasions: ["occasion", "reminder"], classes: [] }],
  "promise-keeping": [
    { rule: "instant" },
    { rule: "day", weights: "ignore" },
    ...["kept", "early", "late", "missing"].flatMap((form) => [
      { form, rule: "instant", tolerance: 7_200_000, inFull: "require" },
      { form, rule: "day", tolerance: 86_400_000, target: "latest", cancelled: "by-anyone" },
      { form, target: "requested" },
    ]),
  ],
  pulse: [{ activity: "a" }],
  "purchase-frequency": [
    { form: "dispersion", except: ["x"] },
    { base: "customers" },
    { base: "customers", form: "dispersion" },
    { base: "customer-years" },
  ],
  "quiet-hours-share": [{ weekends: "quiet", hours: "12:00-14:00" }, { classes: [] }],
  "rater-agreement": [{ raters: ["anna", "bo"] }],
  "repeat-rate": [{ except: ["x", "y"] }, { form: "orders" }],
  "repurchase-within": [{ within: 1, except: ["x"] }, { within: 0.25 }],
  "response-rate": [{ base: "contacts" }, { instrument: "nps" }],
  retention: [
    { mode: "on-or-after", interval: "day" },
    { mode: "bracket", index: 2, to: 5, interval: "week", clock: "elapsed" },
    { mode: "bracket", to: 2, clock: "elapsed" },
    { entry: "a", return: { kind: "feedback" }, interval: "day", clock: "elapsed" },
  ],
  "returning-customers": [{ form: "count" }, { activity: "a" }],
  "viral-cycle-time": [
    { form: "acceptance", q: 0.25 },
    { q: 0.905, entry: "form", within: 7 },
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
