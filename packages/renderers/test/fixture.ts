import {
  type Caveat,
  caveat,
  csat,
  definition,
  type Measurement,
  type MeasureResult,
  type Metric,
  nps,
  type Passport,
  promiseKeeping,
} from "@touchpoint/core/metrics"
import { decodeInventory, type Locale, type Name } from "@touchpoint/core/model"
import { dimension, column } from "@touchpoint/core/questions"
import {
  makeVoice,
  overview,
  type Report,
  type ReportInput,
  type Section,
  type Speaker,
  type Voice,
} from "@touchpoint/core/report"
import { type Finding, message } from "@touchpoint/core/rules"
import { Effect } from "effect"

export const HOSTILE = `<script>alert(1)</script>"onload='x' \u202Etxt.exe & | \`code\` *b* [a](javascript:1) https://evil.test\nnext`

const ZONE = "Europe/Warsaw"
const AS_OF = Date.UTC(2026, 5, 18, 12)

/** Local midnight of the first day of a month of 2026 (January is 0), Warsaw time. */
const monthStart = (month: number) => Date.UTC(2026, month, 1) - (month >= 3 && month < 10 ? 7_200_000 : 3_600_000)
const month = (index: number): NonNullable<Measurement["period"]> => ({
  from: monthStart(index),
  to: monthStart(index + 1),
  zone: ZONE,
  complete: monthStart(index + 1) <= AS_OF,
})
const whole: Measurement["period"] = { from: monthStart(0), to: AS_OF, zone: ZONE, complete: true }

type Given = Partial<Measurement> & Pick<Measurement, "n">

interface Prepared {
  readonly passport: Passport
  readonly hash: string
  readonly request: MeasureResult["request"]
}

const prepare = (
  metric: Metric.Metric,
  params: unknown,
  request: Omit<MeasureResult["request"], "metric">,
): Prepared => {
  const prepared = Effect.runSync(metric.prepare(params))
  const passport: Passport = {
    metric: prepared.metric,
    params: prepared.params,
    ...prepared.passport,
    zone: ZONE,
    population: null,
    source: prepared.docs.source,
    preset: null,
  }
  return { passport, hash: hashes.get(JSON.stringify(passport)) ?? "", request: { metric: prepared, ...request } }
}

const hashes = new Map<string, string>()
for (const [metric, params] of [
  [nps, {}],
  [csat, {}],
  [csat, { form: "mean" }],
  [promiseKeeping, {}],
] as const) {
  const { passport } = prepare(metric, params, {})
  hashes.set(JSON.stringify(passport), await Effect.runPromise(definition(passport)))
}

const measured = ({ hash, passport }: Prepared, given: Given): Measurement => ({
  schema: 1,
  metric: passport.metric,
  params: passport.params,
  definition: hash,
  unit: passport.unit,
  by: {},
  period: whole,
  asOf: AS_OF,
  value: null,
  interval: null,
  unitOfN: passport.unitOfN,
  nEffective: given.n,
  numerator: null,
  denominator: given.n,
  caveats: [],
  ...given,
})

const around = (low: number | null, high: number | null, method = "wilson"): Measurement["interval"] => ({
  low,
  high,
  level: 0.95,
  method,
})

/** A share with a plausible interval. */
const share = (prepared: Prepared, kept: number, n: number, more: Partial<Measurement> = {}): Measurement => {
  const value = kept / n
  const half = 1.96 * Math.sqrt((value * (1 - value) + 0.96 / n) / n)
  return measured(prepared, {
    n,
    value,
    interval: around(Math.max(0, value - half), Math.min(1, value + half)),
    numerator: kept,
    ...more,
  })
}

/** A net score with a plausible interval. */
const score = (prepared: Prepared, value: number, n: number, more: Partial<Measurement> = {}): Measurement => {
  const half = 150 / Math.sqrt(n)
  return measured(prepared, {
    n,
    value,
    interval: around(Math.max(-100, value - half), Math.min(100, value + half), "adjusted Wald"),
    numerator: Math.round((value / 100) * n),
    ...more,
  })
}

const result = ({ hash, passport, request }: Prepared, measurements: ReadonlyArray<Measurement>): MeasureResult => ({
  request,
  passport,
  definition: hash,
  measurements,
  failure: null,
})

const byTouchpoint = { by: [dimension("touchpoint", column("touchpoint"))] }
const byRegion = { by: [dimension("region", column("region"))] }
const inferred = caveat("watermark-inferred")
const rejected = caveat("rejected-rows", { n: 42, share: 0.0061 })

const npsAll = prepare(nps, {}, {})
const csatAll = prepare(csat, {}, {})
const csatMean = prepare(csat, { form: "mean" }, {})
const promisesAll = prepare(promiseKeeping, {}, {})

const versus = (
  difference: number,
  low: number,
  high: number,
  p: number,
  q: number,
): NonNullable<Measurement["versus"]> => ({
  by: { region: "north" },
  value: 0.894,
  n: 2210,
  difference,
  interval: around(low, high, "newcombe"),
  test: "chi-squared",
  p,
  q,
  effect: { kind: "cohen-h", value: difference * 2.1 },
})

const key = [
  score(npsAll, 41.7, 3218, { caveats: [inferred, rejected] }),
  share(csatAll, 5464, 7069, {
    nEffective: 6950.4,
    caveats: [inferred, caveat("clustered", { deff: 1.02 }), rejected],
  }),
  measured(csatMean, {
    n: 7069,
    value: 4.12,
    interval: around(4.09, 4.15, "t"),
    nEffective: 6950.4,
    caveats: [inferred],
  }),
  share(promisesAll, 4102, 4688, {
    caveats: [inferred, caveat("never-fulfilled", { n: 61 }), caveat("not-yet-due", { n: 118 })],
  }),
]

const small = (n: number): Caveat => caveat("small-sample", { n, minimum: 30 })
const few = (n: number): Caveat => caveat("insufficient", { n, minimum: 10 })

const touchpoints = (hostile: string): ReadonlyArray<Measurement> => {
  const of = (touchpoint: string | null) => ({ by: { touchpoint } })
  return [
    score(npsAll, 58.2, 812, { ...of("product-page"), caveats: [inferred] }),
    score(npsAll, 55.1, 640, { ...of("store"), caveats: [inferred] }),
    score(npsAll, 47.9, 233, { ...of("loyalty"), caveats: [inferred] }),
    score(npsAll, 36.4, 418, {
      ...of("support"),
      caveats: [inferred, caveat("clustered", { deff: 1.31 })],
      nEffective: 319,
    }),
    score(npsAll, 12.5, 951, { ...of("delivery"), caveats: [inferred, rejected] }),
    score(npsAll, -4.2, 24, { ...of("returns"), caveats: [inferred, small(24)] }),
    score(npsAll, 42.9, 7, { ...of("chatbot"), caveats: [inferred, few(7)] }),
    measured(npsAll, {
      n: 31,
      ...of("newsletter"),
      caveats: [inferred, caveat("scale-mismatch", { n: 31, expected: "0–10" })],
    }),
    measured(npsAll, { n: 40, value: 70, interval: around(51, null, "one-sided"), ...of("app"), caveats: [inferred] }),
    measured(npsAll, {
      n: 38,
      value: -20,
      interval: around(null, 4, "one-sided"),
      ...of("print"),
      caveats: [inferred],
    }),
    score(npsAll, 30, 62, { ...of(hostile), caveats: [inferred] }),
    score(npsAll, 21, 51, { ...of(null), caveats: [inferred] }),
  ]
}

const regions: ReadonlyArray<Measurement> = [
  share(promisesAll, 1976, 2210, { by: { region: "north" }, caveats: [inferred] }),
  share(promisesAll, 1201, 1312, {
    by: { region: "south" },
    caveats: [inferred, caveat("multiple-testing", { comparisons: 3 })],
    versus: versus(0.0214, 0.0009, 0.0409, 0.041, 0.062),
  }),
  share(promisesAll, 702, 880, {
    by: { region: "west" },
    caveats: [inferred, caveat("multiple-testing", { comparisons: 3 }), caveat("cancelled-excluded", { n: 12 })],
    versus: versus(-0.0963, -0.127, -0.067, 0.0000004, 0.0000012),
  }),
  share(promisesAll, 223, 286, {
    by: { region: "east" },
    caveats: [inferred, caveat("multiple-testing", { comparisons: 3 })],
    versus: versus(-0.1143, -0.166, -0.066, 0.00002, 0.00003),
  }),
]

const timeline: ReadonlyArray<Measurement> = [44, 46.5, 43.1, 39.8, 41.2].map((value, i) =>
  score(npsAll, value, 520 + 31 * i, { period: month(i), caveats: [inferred] }),
)
const partial = score(npsAll, 36, 210, { period: month(5), caveats: [inferred, caveat("partial-period")] })

const toApril: NonNullable<Measurement["versus"]> = {
  period: month(3),
  value: 39.8,
  n: 613,
  difference: 1.4,
  interval: around(-7.1, 9.9, "newcombe"),
  test: "z",
  p: 0.75,
  q: 0.75,
  effect: null,
}
/** A month without promises lies between the others; the last complete one is clearly worse. */
const promisesByMonth = [0, 1, 3, 4].map((i) =>
  share(promisesAll, 800 - 30 * i, 900, { period: month(i), caveats: [inferred] }),
)
const promisesInMay: Measurement = {
  ...share(promisesAll, 680, 900, { period: month(4), caveats: [inferred] }),
  versus: {
    period: month(3),
    value: 0.7889,
    n: 900,
    difference: -0.0333,
    interval: around(-0.0611, -0.0056, "newcombe"),
    test: "chi-squared",
    p: 0.018,
    q: 0.036,
    effect: { kind: "cohen-h", value: -0.08 },
  },
}

const byMonth = (touchpoint: string, values: ReadonlyArray<number | null>): ReadonlyArray<Measurement> =>
  values.map((value, i) =>
    value === null
      ? measured(csatAll, {
          n: 0,
          by: { touchpoint },
          period: month(i),
          caveats: [inferred, caveat("zero-denominator")],
        })
      : share(csatAll, Math.round(value * (60 + 40 * i)), 60 + 40 * i, {
          by: { touchpoint },
          period: month(i),
          caveats: month(i).complete ? [inferred] : [inferred, caveat("partial-period")],
        }),
  )

const findings: ReadonlyArray<Finding> = [
  {
    rule: "broken-promise",
    category: "partner",
    severity: "critical",
    subject: { kind: "party", id: "courier" },
    message: message("broken-promise/below", { party: "courier", target: 0.95 }, regions.slice(2, 3)),
    evidence: regions.slice(2, 4),
    certainty: "likely",
    recommendation: {
      action: message("broken-promise/agree", { party: "courier" }, regions.slice(2, 3)),
      party: "courier",
      expectedEffect: { value: 134, interval: around(107, 163), unit: { kind: "count" }, unitOfN: "promise" },
      effort: "medium",
    },
  },
  {
    rule: "ignored-negative-touchpoint",
    category: "experience",
    severity: "warning",
    subject: { kind: "touchpoint", id: "returns" },
    message: message("ignored-negative-touchpoint/negative", { touchpoint: "returns" }),
    evidence: touchpoints("x").slice(5, 6),
    certainty: "possible",
    recommendation: {
      action: message("ignored-negative-touchpoint/act", {}),
      party: "brand",
      expectedEffect: {
        value: 0.021,
        interval: around(-0.004, 0.046),
        unit: { kind: "proportion" },
        unitOfN: "customer",
      },
      effort: "low",
    },
  },
  {
    rule: "stage-gap",
    category: "inventory",
    severity: "info",
    subject: { kind: "stage", id: "renewal" },
    message: message("stage-gap/empty", { stage: "renewal" }),
    evidence: [],
    certainty: "certain",
    recommendation: {
      action: message("stage-gap/nobody-says-this"),
      party: "brand",
      expectedEffect: null,
      effort: "high",
    },
  },
]

/** A metric as those of pictures are, with names and a unit of its own. */
const pictured = (metric: string, title: Name, params: Measurement["params"], hash: string): Prepared => ({
  hash,
  passport: { ...promisesAll.passport, metric, params, unitOfN: "customer", kind: "interaction", clock: "at" },
  request: {
    metric: { ...promisesAll.request.metric, metric, title, docs: { ...promisesAll.request.metric.docs, title } },
  },
})

const CONVERSION: Name = { en: "Conversion rate", ru: "Конверсия", pl: "Współczynnik konwersji" }
const RETENTION: Name = { en: "Retention", ru: "Удержание", pl: "Retencja" }
const PRESSURE: Name = { en: "Contact pressure", ru: "Частота контактов", pl: "Presja komunikacyjna" }

const funnelSteps = (hostile: string): NonNullable<ReportInput["funnels"]>[number]["steps"] =>
  (
    [
      [hostile, 2310, 4000],
      ["order", 1250, 2310],
    ] as const
  ).map(([label, reached, before], i) => {
    const step = (of: string, hash: string) => pictured("conversion-rate", CONVERSION, { step: i + 2, of }, hash)
    const [overall, relative] = [step("first", `f0${i}`.repeat(5)), step("previous", `e0${i}`.repeat(5))]
    const more = { caveats: [inferred], unitOfN: "customer" }
    return {
      label,
      overall: result(overall, [share(overall, reached, 4000, more)]),
      relative: result(relative, [share(relative, reached, before, more)]),
    }
  })

/** Three cohorts; the later, the fewer periods are over. */
const cohorts: NonNullable<ReportInput["cohorts"]> = {
  every: "month",
  columns: [1, 2, 3].map((index) => {
    const prepared = pictured("retention", RETENTION, { index, interval: "month" }, `c0${index}`.repeat(5))
    return {
      index,
      result: result(
        { ...prepared, request: { ...prepared.request, every: "month" } },
        [980, 1040, 8].map((n, i) =>
          index + i > 4
            ? measured(prepared, {
                n: 0,
                period: month(i + 1),
                unitOfN: "customer",
                caveats: [caveat("zero-denominator")],
              })
            : share(prepared, Math.round(n * (0.31 - 0.07 * index + 0.01 * i)), n, {
                period: month(i + 1),
                unitOfN: "customer",
                caveats: n < 10 ? [few(n)] : [],
              }),
        ),
      ),
    }
  }),
}

const overCap = pictured("contact-pressure", PRESSURE, { cap: 4, days: 7 }, "d00d".repeat(4))
const pressure: NonNullable<ReportInput["pressure"]> = {
  result: result(overCap, [share(overCap, 162, 1200, { unitOfN: "customer", caveats: [inferred] })]),
  bins: [410, 300, 208, 120, 80, 52, 0, 30].map((count, i) => ({ value: i + 1, count })),
  cap: 4,
  days: 7,
}

const inventory = (hostile: string) =>
  Effect.runSync(
    decodeInventory({
      stages: [
        { id: "awareness", name: { en: "Awareness", ru: "Знакомство", pl: "Świadomość" }, phase: "before" },
        { id: "buying", name: { en: "Buying", ru: "Покупка", pl: "Zakup" }, phase: "during" },
        { id: "renewal", name: { en: "Renewal", ru: "Продление", pl: "Odnowienie" }, phase: "after" },
      ],
      touchpoints: [
        { id: "print", stage: "awareness", channel: "print" },
        { id: "product-page", stage: "awareness", channel: "web" },
        { id: "store", stage: "buying", channel: "store" },
        { id: "returns", stage: "buying", channel: "store", party: "brand" },
        { id: "delivery", stage: "buying", channel: "courier", party: "partner" },
        { id: "chatbot", stage: "buying", channel: "chatbot", status: "planned" },
        { id: "hostile", stage: "buying", name: plainName(hostile) },
        { id: "fax", stage: "buying", status: "retired" },
      ],
    }),
  )

/** A name as an inventory takes it: of 200 characters at most. */
const plainName = (text: string): string => [...text].slice(0, 200).join("")

const sentences = {
  "broken-promise": {
    below: "The courier keeps 79.8% of its promises in the west, clearly below the agreed 95%",
    agree: "Agree with the courier on a delivery window it can keep, and pay by promises kept.",
  },
  "ignored-negative-touchpoint": {
    negative: "Returns earn a negative score and no one is named as owner",
    act: "Name an owner and read the latest 24 answers.",
  },
  "stage-gap": { empty: "No touchpoint serves the stage Renewal" },
} as const

const speakers: ReadonlyArray<Speaker> = Object.entries(sentences).map(([id, texts]): Speaker => {
  const own = Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, () => text]))
  return { id, messages: { en: own, ru: own, pl: own } }
})

const names = (hostile: string): ReportInput["names"] => ({
  dimension: { touchpoint: { en: "Touchpoint", ru: "Точка контакта", pl: "Punkt styku" } },
  touchpoint: {
    "product-page": "Product page",
    store: "Brick-and-mortar store",
    loyalty: "Loyalty programme",
    support: "Customer-support representative",
    delivery: { en: "Courier delivery", ru: "Доставка курьером", pl: "Dostawa kurierem" },
    returns: "Returns desk",
    chatbot: "Chatbot",
    newsletter: "E-mail newsletter",
    app: "Mobile app",
    print: "Print advertising in the weekend supplement of the regional newspaper",
    hostile,
  },
  party: { courier: "Courier company", brand: "Garden centre" },
})

/** What the sales of May are made of, beside those of April. */
const grown = ((): Section => {
  const [april, may] = [month(3), month(4)]
  const measurement = measured(npsAll, {
    metric: "sales-growth",
    params: {},
    unit: { kind: "proportion" },
    period: may,
    value: -0.125,
    n: 2470,
    unitOfN: "order",
    numerator: 21_000_000,
    denominator: 24_000_000,
  })
  return {
    type: "section",
    title: message("report/growth", { growth: -0.125, factor: "customers" }, [
      measurement,
      { ...measurement, versus: { ...toApril, period: april } },
    ]),
    blocks: [
      {
        type: "growth",
        title: message("report/growthLegend"),
        measurement,
        previous: april,
        currency: "PLN",
        revenue: { before: 24_000_000, now: 21_000_000 },
        factors: [
          { factor: "customers", before: 1200, now: 1000, effect: -4_096_150, share: -0.170673 },
          { factor: "frequency", before: 1.2, now: 1.25, effect: 917_133, share: 0.038214 },
          { factor: "orderValue", before: 16_666.67, now: 16_800, effect: 179_017, share: 0.007459 },
        ],
      },
    ],
  }
})()

/** Every kind of block, with partial periods, nulls, open intervals, comparisons, many caveats and a hostile name. */
export const reportWith = (hostile: string): Report => {
  const trend = prepare(nps, {}, { every: "month" })
  const panels = prepare(csat, {}, { ...byTouchpoint, every: "month" })
  const composed = overview({
    title: "Garden centre: customer feedback",
    results: [
      result(npsAll, key.slice(0, 1)),
      result(csatAll, key.slice(1, 2)),
      result(csatMean, key.slice(2, 3)),
      result(promisesAll, key.slice(3)),
      result(prepare(nps, {}, byTouchpoint), touchpoints("hostile")),
      result(prepare(promiseKeeping, {}, byRegion), regions),
      result(trend, [...timeline, partial]),
      result(panels, [
        ...byMonth("store", [0.81, 0.83, 0.82, 0.86, 0.85, 0.9]),
        ...byMonth("delivery", [0.78, 0.71, null, 0.66, 0.69, 0.6]),
        ...byMonth("support", [0.74, 0.76, 0.79, 0.75, null, null]),
      ]),
    ],
    trends: [
      result({ ...npsAll, request: { ...npsAll.request, every: "month" } }, [...timeline, partial]),
      result({ ...promisesAll, request: { ...promisesAll.request, every: "month" } }, promisesByMonth),
    ],
    latest: [
      result(
        npsAll,
        timeline.slice(4).map((m) => ({ ...m, versus: toApril })),
      ),
      result(promisesAll, [promisesInMay]),
    ],
    journey: {
      scores: [result(prepare(nps, {}, byTouchpoint), touchpoints("hostile"))],
      promises: result(prepare(promiseKeeping, {}, byTouchpoint), [
        share(promisesAll, 702, 880, { by: { touchpoint: "delivery" }, caveats: [inferred] }),
      ]),
      interactions: new Map([
        ["product-page", 48_210],
        ["store", 7120],
        ["delivery", 4688],
      ]),
    },
    funnels: [
      {
        id: "checkout",
        name: { en: "Checkout", ru: "Оформление заказа", pl: "Składanie zamówienia" },
        within: 7,
        first: "product-page",
        steps: funnelSteps("hostile"),
      },
    ],
    cohorts,
    pressure,
    findings,
    failures: [{ owner: "rule acme/loyalty-gap", problem: "TypeError: cannot read the loyalty tier" }],
    sources: [
      {
        source: "facts/feedback-2026.csv",
        origin: "facts/feedback-2026.csv",
        kind: "feedback",
        rows: 6891,
        facts: 6849,
        rejects: 42,
        byReason: { "off-scale": 40, duplicate: 2 },
        undated: false,
        notes: { encoding: "windows-1250", suspectCells: { comment: 3 } },
      },
      {
        source: hostile,
        origin: hostile,
        kind: "promise",
        rows: 4806,
        facts: 4806,
        rejects: 0,
        byReason: {},
        undated: true,
        notes: { encoding: null, suspectCells: {} },
      },
    ],
    inventory: inventory(hostile),
    manifest: {
      files: [
        { source: "facts/feedback-2026.csv", bytes: 482_133, sha256: "9f2c".repeat(16) },
        { source: hostile, bytes: 310_020, sha256: "04ab".repeat(16) },
      ],
      versions: { "@touchpoint/core": "0.0.0", "@touchpoint/renderers": "0.0.0" },
      config: "c0ffee".repeat(10),
      asOf: AS_OF,
      zone: ZONE,
      seed: 7,
    },
    names: names(hostile) ?? {},
  })
  return { ...composed, blocks: [...composed.blocks, grown] }
}

/** Many groups, many periods, many panels, long names, and units of every kind: what a layout has to bear. */
export const crowdedReport: Report = (() => {
  const week = (i: number) => {
    const from = monthStart(0) - (60 - i) * 604_800_000
    return { from, to: from + 604_800_000, zone: ZONE, complete: i < 59 }
  }
  const weekly = Array.from({ length: 60 }, (_, i) =>
    score(npsAll, 40 + 12 * Math.sin(i / 5), 240 + i, { period: week(i) }),
  )
  const panels = Array.from({ length: 14 }, (_, group) =>
    weekly.slice(20 + group).map((m) => ({ ...m, by: { touchpoint: `touchpoint number ${group}` } })),
  )
  const wide = (unit: Measurement["unit"], size: number) =>
    Array.from({ length: 5 }, (_, i) =>
      measured(csatMean, {
        n: 1_234_567 * (i + 1),
        unit,
        value: size * (i + 1),
        interval: around(size * (i + 0.7), size * (i + 1.2), "t"),
        by: { channel: `Wholesale and marketplace channel ${i}`, region: "Kuyavian-Pomeranian Voivodeship" },
        versus: {
          by: { channel: "web" },
          value: size,
          n: 10,
          difference: size * i,
          interval: around(size * (i - 0.2), size * (i + 0.2)),
          test: "t",
          p: 0.2,
          q: 0.3,
          effect: { kind: "hedges-g", value: 0.2 },
        },
      }),
    )
  const many = Array.from({ length: 45 }, (_, i) =>
    score(npsAll, 90 - 3.3 * i, 40 + 37 * i, {
      by: { touchpoint: i % 7 === 0 ? "averyveryverylongidentifierwithoutanyplacetobreakit" : `touchpoint ${i}` },
    }),
  )
  const split = { by: [dimension("touchpoint", column("touchpoint"))] }
  return overview({
    title: "Crowded",
    results: [
      result(npsAll, [score(npsAll, 41, 4000)]),
      result(prepare(nps, {}, split), many),
      result(prepare(nps, {}, { every: "week" }), weekly),
      result(prepare(nps, {}, { ...split, every: "week" }), panels.flat()),
      result(prepare(csat, {}, split), wide({ kind: "money", currency: "PLN" }, 1_234_567_89)),
      result(prepare(csat, {}, split), wide({ kind: "duration" }, 5_400_000)),
      result(prepare(csat, {}, split), wide({ kind: "ratio" }, 1.7)),
      result(prepare(csat, {}, split), wide({ kind: "count" }, 123_456)),
    ],
    findings,
    failures: [],
    sources: [],
    inventory: null,
    manifest: { files: [], versions: {}, config: "", asOf: AS_OF, zone: ZONE, seed: null },
  })
})()

/** A report about nothing: no facts, no findings, no dates. */
export const emptyReport: Report = overview({
  title: "",
  results: [],
  findings: [],
  failures: [],
  sources: [],
  inventory: null,
  manifest: { files: [], versions: {}, config: "", asOf: null, zone: "UTC", seed: null },
})

/** The voice a report is rendered in. */
export const voiceOf = (report: Report, locale: Locale = "en"): Voice =>
  makeVoice(locale, report.names, report.manifest.zone, speakers)
