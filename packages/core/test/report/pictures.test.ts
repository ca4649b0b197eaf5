import { assert, describe, it } from "@effect/vitest"
import {
  caveat,
  conversionRate,
  csat,
  type Measurement,
  type MeasureRequest,
  type MeasureResult,
  nps,
  retention,
} from "@touchpoint/core/metrics"
import { decodeInventory, type Locale } from "@touchpoint/core/model"
import { column, dimension } from "@touchpoint/core/questions"
import { changeOf, type Leaf, makeVoice, overview, type Report, type ReportInput } from "@touchpoint/core/report"
import { type Finding, message } from "@touchpoint/core/rules"
import * as Effect from "effect/Effect"
import { project, type Row } from "../facts/project.ts"
import { answersOf, feedback, measureAll } from "../metrics/asking.ts"

const manifest = { files: [], versions: {}, config: "", asOf: null, zone: "UTC", seed: null }
const reportOf = (more: Partial<ReportInput>) =>
  overview({ title: "Test", results: [], findings: [], failures: [], sources: [], inventory: null, manifest, ...more })

const leafOf = <T extends Leaf["type"]>({ blocks }: Report, type: T) => {
  const leaves = blocks.flatMap((block) => (block.type === "section" ? block.blocks : [block]))
  return leaves.find((leaf): leaf is Extract<Leaf, { type: T }> => leaf.type === type)
}

/** The sentence above a picture, with plain spaces. */
const titleOf = (report: Report, type: Leaf["type"], locale: Locale = "en") => {
  const section = report.blocks.find(
    (block) => block.type === "section" && block.blocks.some((leaf) => leaf.type === type),
  )
  return section?.type === "section"
    ? makeVoice(locale, report.names, "UTC")
        .say(section.title)
        .replaceAll(/[\u00a0\u202f]/g, " ")
    : null
}

const measuredOf = Effect.fnUntraced(function* (
  rows: ReadonlyArray<{ readonly kind: string; readonly rows: ReadonlyArray<Row> }>,
  requests: ReadonlyArray<MeasureRequest>,
  asOf?: number,
) {
  return yield* measureAll(yield* project(rows, asOf === undefined ? {} : { asOf }), requests)
})

const only = (results: ReadonlyArray<MeasureResult>, at: number): MeasureResult => {
  const found = results[at]
  if (found === undefined) throw new Error(`there is no result ${at}`)
  return found
}

describe("the word for a change", () => {
  const compared = (low: number | null, high: number | null, difference: number | null = 1): Measurement =>
    ({
      caveats: [],
      versus: {
        period: { from: 0, to: 1, zone: "UTC", complete: true },
        n: 400,
        difference,
        interval: low === null && high === null ? null : { low, high, level: 0.95, method: "wald" },
      },
    }) as unknown as Measurement

  it("follows the interval and the direction that is good", () => {
    assert.strictEqual(changeOf(compared(0.1, 2), "higher"), "better")
    assert.strictEqual(changeOf(compared(0.1, 2), "lower"), "worse")
    assert.strictEqual(changeOf(compared(0.1, 2), "neutral"), "up")
    assert.strictEqual(changeOf(compared(-2, -0.1, -1), "higher"), "worse")
    assert.strictEqual(changeOf(compared(-2, -0.1, -1), "lower"), "better")
    assert.strictEqual(changeOf(compared(-2, -0.1, -1), "neutral"), "down")
  })

  it("is none where the interval holds 0, or is open towards it", () => {
    assert.strictEqual(changeOf(compared(-0.1, 2), "higher"), "none")
    assert.strictEqual(changeOf(compared(0, 2), "higher"), "none")
    assert.strictEqual(changeOf(compared(null, 2), "higher"), "none")
  })

  it("is withheld where nothing is compared, and no word at all without a period before", () => {
    assert.strictEqual(changeOf(compared(null, null, null), "higher"), "withheld")
    assert.strictEqual(changeOf(compared(null, null), "higher"), "withheld")
    const few = compared(0.1, 2)
    assert.strictEqual(changeOf({ ...few, caveats: [caveat("insufficient")] }, "higher"), "withheld")
    const against = { ...few, caveats: [caveat("small-baseline")] }
    assert.strictEqual(changeOf(against, "higher"), "withheld")
    assert.isNull(changeOf({ versus: { by: { a: "b" } } } as unknown as Measurement, "higher"))
    assert.isNull(changeOf({} as Measurement, "higher"))
  })
})

describe("a month without rows", () => {
  const answered = (at: string, n = 12) => answersOf({ "10": n }, { at, wave: "a" }, at)
  const trendOf = Effect.fnUntraced(function* (days: ReadonlyArray<string>, every: "month" | "week") {
    const results = yield* measuredOf(
      [
        feedback(
          "nps",
          days.flatMap((day) => answered(day)),
        ),
      ],
      [{ metric: yield* nps.prepare(), every }],
    )
    return leafOf(reportOf({ results }), "trend")?.measurements ?? []
  })

  it.effect("is a hole in a trend, never two months side by side", () =>
    Effect.gen(function* () {
      const measurements = yield* trendOf(["2018-01-10", "2018-04-02", "2018-05-01"], "month")
      assert.deepStrictEqual(
        measurements.map(({ n, period, value }) => [new Date(period?.from ?? 0).getUTCMonth() + 1, n, value]),
        [
          [1, 12, 100],
          [2, 0, null],
          [3, 0, null],
          [4, 12, 100],
          [5, 12, 100],
        ],
      )
      assert.deepStrictEqual(measurements[1]?.caveats, [caveat("zero-denominator")])
      assert.isTrue(measurements[1]?.period?.complete)
      assert.isFalse(measurements[4]?.period?.complete)
    }),
  )

  it.effect("is one of weeks too", () =>
    Effect.gen(function* () {
      const measurements = yield* trendOf(["2018-01-01", "2018-01-22"], "week")
      assert.deepStrictEqual(
        measurements.map(({ n }) => n),
        [12, 0, 0, 12],
      )
    }),
  )

  it.effect("is missing of one group where another has it", () =>
    Effect.gen(function* () {
      const rows = [
        ...answersOf({ "10": 12 }, { at: "2018-01-10", wave: "a" }, "a1"),
        ...answersOf({ "10": 12 }, { at: "2018-02-10", wave: "a" }, "a2"),
        ...answersOf({ "10": 12 }, { at: "2018-02-10", wave: "b" }, "b2"),
      ]
      const results = yield* measuredOf(
        [feedback("nps", rows)],
        [{ metric: yield* nps.prepare(), every: "month", by: [dimension("wave", column("wave"))] }],
      )
      const trend = leafOf(reportOf({ results }), "trend")?.measurements ?? []
      assert.deepStrictEqual(
        trend.map(({ by, n }) => [by["wave"], n]),
        [
          ["a", 12],
          ["a", 12],
          ["b", 0],
          ["b", 12],
        ],
      )
    }),
  )
})

describe("key figures", () => {
  it.effect("have a trend whose last complete period is the compared one", () =>
    Effect.gen(function* () {
      const metric = yield* nps.prepare()
      const rows = [
        ...answersOf({ "10": 30, "0": 30 }, { at: "2018-01-01" }, "jan"),
        ...answersOf({ "10": 60 }, { at: "2018-02-10" }, "feb"),
        ...answersOf({ "0": 5 }, { at: "2018-03-02" }, "mar"),
      ]
      const february = { from: Date.UTC(2018, 1, 1), to: Date.UTC(2018, 2, 1), zone: "UTC" }
      const results = yield* measuredOf(
        [feedback("nps", rows)],
        [{ metric }, { metric, every: "month" }, { metric, period: february, compare: "previous" }],
      )
      const figures = leafOf(
        reportOf({ results: [only(results, 0)], trends: [only(results, 1)], latest: [only(results, 2)] }),
        "key-figures",
      )
      const [trend = []] = figures?.trends ?? []
      assert.deepStrictEqual(figures?.better, ["higher"])
      assert.deepStrictEqual(
        trend.map(({ value, versus }) => [value, versus?.difference ?? null]),
        [
          [0, null],
          [100, 100],
          [-100, null],
        ],
      )
      assert.strictEqual(changeOf(trend[1] as Measurement, "higher"), "better")
    }),
  )
})

describe("the verdict", () => {
  const finding = { rule: "x", severity: "info", subject: { kind: "stage", id: "a" }, message: message("x/y") }
  const of = (...severities: ReadonlyArray<string>) =>
    reportOf({ findings: severities.map((severity) => ({ ...finding, severity }) as unknown as Finding) })
  const said = (report: Report, locale: Locale) => {
    const [verdict] = report.blocks
    return verdict?.type === "verdict" ? makeVoice(locale, {}, "UTC").say(verdict.text) : null
  }

  it("counts the findings in the plural forms of every language, and names the gravest three", () => {
    const many = of("critical", "critical", ...Array.from({ length: 7 }, () => "warning"), "info")
    assert.strictEqual(said(many, "en"), "10 findings: 2 critical, 7 warnings, 1 for information")
    assert.strictEqual(said(many, "ru"), "10 выводов: 2 критичных, 7 требуют внимания, 1 к сведению")
    assert.strictEqual(said(many, "pl"), "10 wniosków: 2 krytyczne, 7 wymaga uwagi, 1 dla informacji")
    assert.strictEqual(said(of("warning"), "en"), "1 finding: 1 warning")
    assert.strictEqual(said(of("critical"), "ru"), "1 вывод: 1 критичный")
    const [verdict] = many.blocks
    assert.deepStrictEqual(verdict?.type === "verdict" ? verdict.gravest.map(({ severity }) => severity) : null, [
      "critical",
      "critical",
      "warning",
    ])
  })

  it("is left out where nothing was found", () => {
    assert.isNull(said(of(), "en"))
  })
})

describe("the map of the journey", () => {
  const inventory = decodeInventory({
    stages: [
      { id: "look", phase: "before" },
      { id: "buy", phase: "during" },
      { id: "stay", phase: "after" },
    ],
    touchpoints: [
      { id: "site", stage: "look", channel: "web", party: "brand" },
      { id: "shop", stage: "buy", channel: "store" },
      { id: "kiosk", stage: "buy", status: "planned", party: "partner" },
      { id: "fax", stage: "stay", channel: "phone", status: "retired" },
    ],
  })
  const finding = {
    rule: "x",
    severity: "warning",
    subject: { kind: "touchpoint", id: "shop" },
    message: message("x/y"),
  }

  it.effect("shows what the inventory lists, with what was measured and found; what was not measured is null", () =>
    Effect.gen(function* () {
      const rows = [
        ...answersOf({ "5": 20 }, { touchpoint: "site" }, "s"),
        ...answersOf({ "10": 20 }, { touchpoint: "shop" }, "n"),
      ]
      const by = [dimension("touchpoint", column("touchpoint"))]
      const results = yield* measuredOf(
        [feedback("csat", rows.slice(0, 20), { min: 1, max: 5 }), feedback("nps", rows.slice(20))],
        [
          { metric: yield* csat.prepare(), by },
          { metric: yield* nps.prepare({ relation: "transactional" }), by },
        ],
      )
      const report = reportOf({
        inventory: yield* inventory,
        findings: [
          finding as unknown as Finding,
          { ...finding, subject: { kind: "party", id: "partner" } } as unknown as Finding,
          // Nothing any one touchpoint is to blame for.
          { ...finding, subject: { kind: "party", id: "brand" } } as unknown as Finding,
        ],
        journey: { scores: results, promises: null, interactions: new Map([["site", 7]]) },
      })
      const map = leafOf(report, "journey-map")
      assert.deepStrictEqual(
        map?.touchpoints.map(({ findings, id, interactions, lane, party, score, status }) => [
          id,
          lane,
          party,
          status,
          score === null ? null : [score.metric, score.value],
          interactions,
          findings.map(({ rule, severity, subject }) => [rule, severity, subject.kind]),
        ]),
        [
          ["site", "online", "brand", "active", ["csat", 1], 7, []],
          ["shop", "offline", null, "active", ["nps", 100], null, [["x", "warning", "touchpoint"]]],
          ["kiosk", "unstated", "partner", "planned", null, null, [["x", "warning", "party"]]],
        ],
      )
      // A stage whose only touchpoint is out of use is a gap.
      assert.deepStrictEqual(
        map?.stages.map(({ id }) => id),
        ["look", "buy", "stay"],
      )
      assert.deepStrictEqual(
        (["en", "ru", "pl"] as const).map((locale) => titleOf(report, "journey-map", locale)),
        [
          "Customer journey: 2 of 3 touchpoints have findings; 1 of 3 stages has no touchpoint",
          "Путь клиента: точек контакта с выводами: 2 из 3; этапов без точек контакта: 1 из 3",
          "Ścieżka klienta: punkty styku z wnioskami: 2 z 3; etapy bez punktów styku: 1 z 3",
        ],
      )
    }),
  )

  it.effect("says where the score is worst, of those that can be told apart by one question", () =>
    Effect.gen(function* () {
      const rows = [
        ...answersOf({ "5": 40 }, { touchpoint: "site" }, "s"),
        ...answersOf({ "5": 10, "1": 30 }, { touchpoint: "shop" }, "n"),
        ...answersOf({ "1": 2 }, { touchpoint: "kiosk" }, "k"),
      ]
      const scores = yield* measuredOf(
        [feedback("csat", rows, { min: 1, max: 5 })],
        [{ metric: yield* csat.prepare(), by: [dimension("touchpoint", column("touchpoint"))] }],
      )
      const report = reportOf({ inventory: yield* inventory, journey: { scores, promises: null, interactions: null } })
      assert.deepStrictEqual(
        (["en", "ru", "pl"] as const).map((locale) => titleOf(report, "journey-map", locale)),
        [
          "Customer journey: “shop” scores worst (25.0%); 1 of 3 stages has no touchpoint",
          "Путь клиента: хуже всего оценивают точку контакта «shop» (25,0 %); этапов без точек контакта: 1 из 3",
          "Ścieżka klienta: najgorzej oceniany punkt styku to „shop” (25,0%); etapy bez punktów styku: 1 z 3",
        ],
      )
    }),
  )

  it("is left out without an inventory", () => {
    assert.isUndefined(leafOf(reportOf({ journey: { scores: [], promises: null, interactions: null } }), "journey-map"))
  })
})

describe("a funnel", () => {
  const steps = ["site", "cart", { kind: "order" }]
  const at = (day: number) => `2018-01-${String(day).padStart(2, "0")}`
  const rows = (touchpoint: string, n: number, day: number) =>
    Array.from({ length: n }, (_, i) => ({ customer: `c${i}`, touchpoint, at: at(day) }))
  const funnelOf = Effect.fnUntraced(function* (visitors: number) {
    const requests: Array<MeasureRequest> = []
    for (const step of [2, 3])
      for (const base of ["first", "previous"])
        requests.push({ metric: yield* conversionRate.prepare({ steps, step, of: base, within: 7 }) })
    const results = yield* measuredOf(
      [
        {
          kind: "interaction",
          rows: [...rows("site", visitors, 1), ...rows("cart", visitors / 2, 2), ...rows("blog", 5, 1)],
        },
        {
          kind: "order",
          rows: [...rows("shop", visitors / 5, 3), ...rows("shop", 3, 20)].map((row, i) => ({
            ...row,
            eventId: `o${i}`,
          })),
        },
      ],
      requests,
      Date.UTC(2018, 2, 1),
    )
    return reportOf({
      names: { step: { order: { en: "Order", ru: "Заказ", pl: "Zamówienie" } } },
      funnels: [
        {
          id: "checkout",
          name: { en: "Checkout", ru: "Оформление", pl: "Zamawianie" },
          within: 7,
          first: "site",
          steps: [
            { label: "cart", overall: only(results, 0), relative: only(results, 1) },
            { label: "order", overall: only(results, 2), relative: only(results, 3) },
          ],
        },
      ],
    })
  })

  it.effect("begins with all, and shows every step of all and of the step before", () =>
    Effect.gen(function* () {
      const report = yield* funnelOf(100)
      const funnel = leafOf(report, "funnel")
      assert.deepStrictEqual(
        funnel?.steps.map(({ label, overall, relative }) => [
          label,
          overall.value,
          overall.numerator,
          overall.n,
          relative?.value ?? null,
        ]),
        [
          ["site", 1, 100, 100, null],
          ["cart", 0.5, 50, 100, 0.5],
          ["order", 0.2, 20, 100, 0.4],
        ],
      )
      assert.isNull(funnel?.steps[0]?.overall.interval)
      assert.deepStrictEqual(
        (["en", "ru", "pl"] as const).map((locale) => titleOf(report, "funnel", locale)),
        [
          "Checkout: 20.0% of 100 customers reach the last step; the largest drop-off is before “Order” (60.0%)",
          "Оформление: до последнего шага дошли 20,0 % (всего 100 клиентов); наибольший отсев — перед шагом «Заказ»: 60,0 %",
          "Zamawianie: do ostatniego kroku dotarło 20,0% (łącznie 100 klientów); największy odpływ przed krokiem „Zamówienie”: 60,0%",
        ],
      )
    }),
  )

  it.effect("is left out where nobody began it", () =>
    Effect.gen(function* () {
      assert.isUndefined(leafOf(yield* funnelOf(0), "funnel"))
    }),
  )
})

describe("cohorts", () => {
  it.effect("have a cell for every period that is over, and none for those to come", () =>
    Effect.gen(function* () {
      // Twenty new customers each month; half of them are back in the next, a quarter in the one after.
      const order = (customer: string, month: number, day: string) => ({
        customer,
        eventId: `${customer}-${month}`,
        at: `2018-0${month}-${day}`,
      })
      const rows = [1, 2, 3].flatMap((month) =>
        Array.from({ length: 20 }, (_, i) => {
          const customer = `m${month}-${i}`
          return [
            order(customer, month, "01"),
            ...(i < 10 && month < 4 ? [order(customer, month + 1, "11")] : []),
            ...(i < 5 && month < 2 ? [order(customer, month + 2, "12")] : []),
          ]
        }).flat(),
      )
      const requests: Array<MeasureRequest> = []
      for (const index of [1, 2, 3]) requests.push({ metric: yield* retention.prepare({ index }), every: "month" })
      const results = yield* measuredOf([{ kind: "order", rows }], requests, Date.UTC(2018, 3, 1) - 1)
      const columns = results.map((result, i) => ({ index: i + 1, result }))
      const report = reportOf({ cohorts: { every: "month", columns } })
      const cohorts = leafOf(report, "cohorts")
      // Nobody is three months old yet, so there is no third column.
      assert.deepStrictEqual(cohorts?.columns, [1, 2])
      assert.deepStrictEqual(
        cohorts?.rows.map(({ cells, n }) => [n, ...cells.map((m) => m?.value ?? null)]),
        [
          [20, 0.5, 0.25],
          [20, 0.5, null],
        ],
      )
      assert.deepStrictEqual(
        (["en", "ru", "pl"] as const).map((locale) => titleOf(report, "cohorts", locale)),
        [
          "Retention by cohort: between 50.0% (Jan 2018) and 50.0% (Feb 2018) are back 1 month later",
          "Удержание по когортам: через 1 месяц вернулись от 50,0 % (янв. 2018 г.) до 50,0 % (февр. 2018 г.)",
          "Retencja w kohortach: po 1 miesiącu wróciło od 50,0% (sty 2018) do 50,0% (lut 2018)",
        ],
      )
    }),
  )

  it("count periods with the plural of the locale", () => {
    const later = (locale: Locale, every: string) =>
      [1, 2, 5].map((index) =>
        makeVoice(locale, {}, "UTC").say(message("report/periodsLater", { index, every })).replaceAll("\u00a0", " "),
      )
    assert.deepStrictEqual(later("ru", "week"), ["через 1 неделю", "через 2 недели", "через 5 недель"])
    assert.deepStrictEqual(later("ru", "year"), ["через 1 год", "через 2 года", "через 5 лет"])
    assert.deepStrictEqual(later("pl", "week"), ["po 1 tygodniu", "po 2 tygodniach", "po 5 tygodniach"])
    assert.deepStrictEqual(later("pl", "year"), ["po 1 roku", "po 2 latach", "po 5 latach"])
    assert.deepStrictEqual(later("en", "month"), ["1 month later", "2 months later", "5 months later"])
  })
})

describe("intervals of money", () => {
  it("name the currency once, where the locale puts it", () => {
    const interval = { low: -1250, high: 43_999, level: 0.95, method: "t" }
    const unit = { kind: "money", currency: "PLN" } as const
    const written = (locale: Locale, of: "interval" | "differenceInterval") =>
      makeVoice(locale, {}, "UTC")
        .wording[of](interval, unit)
        .replaceAll(/[\u00a0\u202f]/g, " ")
    assert.strictEqual(written("en", "interval"), "−PLN 12.50 … 439.99")
    assert.strictEqual(written("ru", "interval"), "−12,50 … 439,99 PLN")
    assert.strictEqual(written("pl", "interval"), "−12,50 … 439,99 zł")
    assert.strictEqual(written("en", "differenceInterval"), "−PLN 12.50 … +439.99")
    assert.strictEqual(written("pl", "differenceInterval"), "−12,50 … +439,99 zł")
  })
})
