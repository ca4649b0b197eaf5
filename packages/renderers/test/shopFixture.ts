import { caveat, type Measurement } from "@touchpoint/core/metrics"
import type { Block, Cohorts, Funnel, JourneyMap, Leaf, Report } from "@touchpoint/core/report"
import { type Finding, message } from "@touchpoint/core/rules"
import { places, shopNames, stages } from "./shopInventory.ts"

const ZONE = "Europe/Warsaw"
const AS_OF = Date.UTC(2026, 5, 18, 12)
const isSummer = (month: number) => [3, 4, 5, 6, 7, 8, 9].includes(((month % 12) + 12) % 12)
const monthStart = (month: number) => Date.UTC(2026, month, 1) - (isSummer(month) ? 7_200_000 : 3_600_000)
const month = (index: number): NonNullable<Measurement["period"]> => ({
  from: monthStart(index),
  to: monthStart(index + 1),
  zone: ZONE,
  complete: monthStart(index + 1) <= AS_OF,
})
const whole: Measurement["period"] = { from: monthStart(-6), to: AS_OF, zone: ZONE, complete: true }

/** A number from 0 to 1 that looks random and is always the same. */
const noise = (seed: number): number => {
  const x = Math.sin(seed * 127.1 + 11.7) * 43_758.5453
  return x - Math.floor(x)
}

const around = (low: number, high: number, method = "wilson") => ({ low, high, level: 0.95, method })

const base = (metric: string, unit: Measurement["unit"], n: number, unitOfN: string): Measurement => ({
  schema: 1,
  metric,
  params: {},
  definition: `${metric}-0000`,
  unit,
  by: {},
  period: whole,
  asOf: AS_OF,
  value: null,
  interval: null,
  n,
  unitOfN,
  nEffective: n,
  numerator: null,
  denominator: n,
  caveats: n < 10 ? [caveat("insufficient", { n, minimum: 10 })] : [],
})

/** A share with a plausible interval. */
export const share = (
  metric: string,
  value: number,
  n: number,
  unitOfN: string,
  more: Partial<Measurement> = {},
): Measurement => {
  const half = 1.96 * Math.sqrt((value * (1 - value) + 0.96 / n) / n)
  return {
    ...base(metric, { kind: "proportion" }, n, unitOfN),
    value,
    interval: around(Math.max(0, value - half), Math.min(1, value + half)),
    numerator: Math.round(value * n),
    ...more,
  }
}

const money = (value: number, n: number, more: Partial<Measurement> = {}): Measurement => ({
  ...base("average-order-value", { kind: "money", currency: "PLN" }, n, "order"),
  value,
  interval: around(value * 0.984, value * 1.017, "t"),
  ...more,
})

const score = (value: number, n: number, more: Partial<Measurement> = {}): Measurement => {
  const half = 130 / Math.sqrt(n)
  return {
    ...base("nps", { kind: "points" }, n, "answer"),
    value,
    interval: around(Math.max(-100, value - half), Math.min(100, value + half), "adjusted Wald"),
    ...more,
  }
}

const since = (difference: number | null, low: number, high: number): NonNullable<Measurement["versus"]> => ({
  period: month(3),
  value: 0.5,
  n: 2200,
  difference,
  interval: difference === null ? null : around(low, high, "newcombe"),
  test: null,
  p: difference === null ? null : 0.02,
  q: null,
  effect: null,
})

const may = { period: month(4) }

const months = (of: (i: number) => Measurement): ReadonlyArray<Measurement> =>
  Array.from({ length: 6 }, (_, i) => ({
    ...of(i),
    period: month(i),
    caveats: month(i).complete ? [] : [caveat("partial-period")],
  }))

const keyFigures: Leaf = {
  type: "key-figures",
  measurements: [
    score(38.4, 3218, { ...may, versus: since(-4.1, -7.2, -1) }),
    share("csat", 0.773, 7069, "answer", { ...may, versus: since(0.021, 0.004, 0.038) }),
    share("promise-keeping", 0.871, 4688, "promise", { ...may, versus: since(-0.034, -0.048, -0.02) }),
    share("conversion-rate", 0.0312, 58_210, "interaction", { ...may, versus: since(0.0011, -0.0008, 0.003) }),
    share("repeat-rate", 0.284, 9120, "customer", { ...may, versus: since(0.018, 0.005, 0.031) }),
    money(24_890, 11_430, { ...may, versus: since(612, 180, 1044) }),
    share("contact-pressure", 0.182, 9340, "customer", { ...may, versus: since(0.041, 0.032, 0.05) }),
    share("response-rate", 0.214, 12_020, "contact", {
      period: month(5),
      caveats: [caveat("partial-period")],
      versus: since(null, 0, 0),
    }),
  ],
  better: ["higher", "higher", "higher", "higher", "higher", "neutral", "lower", "higher"],
  trends: [
    months((i) => score([44, 46.5, 43.1, 42.5, 38.4, 36][i] ?? 0, [520, 610, 640, 700, 748, 210][i] ?? 1)),
    months((i) => share("csat", [0.74, 0.75, 0.748, 0.752, 0.773, 0.78][i] ?? 0, 1100 - (i === 5 ? 700 : 0), "answer")),
    months((i) => share("promise-keeping", [0.93, 0.925, 0.91, 0.905, 0.871, 0.84][i] ?? 0, 780, "promise")),
    months((i) =>
      share("conversion-rate", [0.0295, 0.0301, 0.0307, 0.0301, 0.0312, 0.029][i] ?? 0, 9800, "interaction"),
    ),
    months((i) => share("repeat-rate", [0.25, 0.255, 0.262, 0.266, 0.284, 0.2][i] ?? 0, 1500, "customer")),
    months((i) => money([23_100, 23_990, 24_010, 24_278, 24_890, 25_400][i] ?? 0, 1900)),
    months((i) => share("contact-pressure", [0.09, 0.1, 0.12, 0.141, 0.182, 0.11][i] ?? 0, 1900, "customer")),
    [],
  ],
}

const BAD: Readonly<Record<string, number>> = {
  "courier-delivery": -12,
  chatbot: -31,
  "email-newsletter": -4,
  "help-centre": 9,
  "shopping-cart": 14,
}

const found: Readonly<Record<string, ReadonlyArray<Pick<Finding, "rule" | "severity">>>> = {
  "courier-delivery": [
    { rule: "partner-below-sla", severity: "critical" },
    { rule: "ignored-negative-touchpoint", severity: "warning" },
  ],
  "shopping-cart": [{ rule: "big-drop-off", severity: "critical" }],
  "email-newsletter": [{ rule: "over-cap", severity: "warning" }],
  chatbot: [{ rule: "ignored-negative-touchpoint", severity: "warning" }],
  "product-packaging": [{ rule: "missing-feedback", severity: "info" }],
  infographic: [{ rule: "stale-review", severity: "info" }],
  "marketplace-listing": [{ rule: "inconsistent-attributes", severity: "warning" }],
}

/** The map of the shop, with the stages given or with the three standard ones. */
export const journey = (hostile: string, standard = false): JourneyMap => ({
  type: "journey-map",
  title: message("report/title", {
    title: "Courier delivery and the chatbot hurt most; nothing asks customers to recommend the shop",
  }),
  stages: standard
    ? [
        { id: "before-purchase", phase: "before" },
        { id: "during-purchase", phase: "during" },
        { id: "after-purchase", phase: "after" },
      ]
    : stages,
  lanes: [{ id: "online" }, { id: "offline" }],
  touchpoints: places.map(({ id, lane, met, party, stage }, i) => {
    const phase = stages.find((each) => each.id === stage)?.phase ?? "before"
    const rated = met !== null && id !== "product-packaging" && id !== "exhibition-stand"
    const n = Math.max(6, Math.round((met ?? 0) / 60))
    return {
      id: id === "conference" ? hostile : id,
      stage: standard ? `${phase}-purchase` : stage,
      lane,
      party,
      status: id === "voice-assistant" ? "planned" : id === "tv-or-radio-advertising" ? "retired" : "active",
      score: rated ? score(BAD[id] ?? Math.round(20 + noise(i) * 50), n, { by: { touchpoint: id } }) : null,
      promise: ["courier-delivery", "online-booking", "customer-support-representative", "confirmation-call"].includes(
        id,
      )
        ? share("promise-keeping", id === "courier-delivery" ? 0.743 : 0.9 + noise(i) * 0.09, 2400, "promise", {
            by: { touchpoint: id },
          })
        : null,
      interactions: met,
      findings: (found[id] ?? []).map((one) => ({ ...one, subject: { kind: "touchpoint", id } })),
    }
  }),
})

const STEPS = ["product-page", "shopping-cart", "online-booking", "purchase-confirmation-email", "purchased"]

const funnel = (id: string, counts: ReadonlyArray<number>, by: Measurement["by"]): Funnel => ({
  type: "funnel",
  id,
  title: message("report/title", { title: "Most visitors leave between the product page and the cart" }),
  steps: counts.map((n, i) => ({
    label: STEPS[i] ?? "",
    overall: share("conversion-rate", n / (counts[0] ?? 1), counts[0] ?? 1, "interaction", { by }),
    relative:
      i === 0 ? null : share("conversion-rate", n / (counts[i - 1] ?? 1), counts[i - 1] ?? 1, "interaction", { by }),
  })),
})

const cohorts: Cohorts = {
  type: "cohorts",
  title: message("report/title", { title: "Fewer of the customers who joined in spring come back in the first month" }),
  columns: [0, 1, 2, 3, 4, 5, 6, 7, 8],
  every: "month",
  rows: Array.from({ length: 9 }, (_, row) => {
    const n = Math.round(1480 + 700 * noise(row + 40))
    return {
      period: month(row - 4),
      n,
      cells: Array.from({ length: 9 }, (__, index) =>
        row + index > 9
          ? null
          : share(
              "retention",
              index === 0 ? 1 : (0.36 - row * 0.012) * 0.87 ** (index - 1) + 0.03 * noise(row * 9 + index),
              row + index === 9 ? Math.round(n / 2) : n,
              "customer",
              {
                period: { ...month(row - 4), complete: row + index < 9 },
                caveats: row + index < 9 ? [] : [caveat("partial-period")],
              },
            ),
      ),
    }
  }),
}

const histogram: Leaf = {
  type: "histogram",
  title: message("report/title", { title: "18.2% of customers hear from the shop more often than four times a week" }),
  unitOfN: "customer",
  bins: [412, 1820, 2210, 1940, 1258, 702, 431, 260, 148, 82, 44, 19, 9, 4, 0, 1].map((count, value) => ({
    value,
    count,
  })),
  cap: 4,
  measurement: share("contact-pressure", 0.182, 9340, "customer"),
}

const courier = share("promise-keeping", 0.743, 2400, "promise", { by: { party: "courier" } })

const finding = (
  rule: string,
  severity: Finding["severity"],
  subject: Finding["subject"],
  text: string,
  action: string,
  more: Partial<Finding> = {},
): Finding => ({
  rule,
  category: "experience",
  severity,
  subject,
  message: message("report/title", { title: text }),
  evidence: [],
  certainty: "likely",
  recommendation: {
    action: message("report/title", { title: action }),
    party: "brand",
    expectedEffect: null,
    effort: "low",
  },
  ...more,
})

const findings: ReadonlyArray<Finding> = [
  finding(
    "partner-below-sla",
    "critical",
    { kind: "touchpoint", id: "courier-delivery" },
    "Courier company keeps 74.3% of its promises, clearly below the agreed 95%",
    "Agree on a delivery window the courier can keep, and pay by promises kept.",
    {
      evidence: [
        courier,
        share("promise-keeping", 0.944, 4200, "promise", { by: { party: "brand" } }),
        score(-12, 655, { by: { touchpoint: "courier-delivery" } }),
      ],
      recommendation: {
        action: message("report/title", {
          title: "Agree on a delivery window the courier can keep, and pay by promises kept.",
        }),
        party: "courier",
        expectedEffect: { value: 497, interval: around(455, 539), unit: { kind: "count" }, unitOfN: "promise" },
        effort: "medium",
      },
    },
  ),
  finding(
    "big-drop-off",
    "critical",
    { kind: "touchpoint", id: "shopping-cart" },
    "Only 31.0% of visitors on a phone who open the cart go on, against 58.4% on a computer",
    "Let visitors on a phone pay without an account; measure the step again after two weeks.",
    {
      evidence: [
        share("conversion-rate", 0.31, 5210, "interaction", { by: { device: "mobile" } }),
        share("conversion-rate", 0.584, 4890, "interaction", { by: { device: "desktop" } }),
      ],
      recommendation: {
        action: message("report/title", {
          title: "Let visitors on a phone pay without an account; measure the step again after two weeks.",
        }),
        party: "brand",
        expectedEffect: { value: 0.021, interval: around(0.012, 0.03), unit: { kind: "proportion" }, unitOfN: "order" },
        effort: "high",
      },
    },
  ),
  finding(
    "over-cap",
    "warning",
    { kind: "touchpoint", id: "email-newsletter" },
    "18.2% of customers get more than 4 messages a week",
    "Set a cap of 4 messages in 7 days over all senders.",
    { evidence: [share("contact-pressure", 0.182, 9340, "customer")] },
  ),
  finding(
    "ignored-negative-touchpoint",
    "warning",
    { kind: "touchpoint", id: "chatbot" },
    "The chatbot earns a negative score and nobody owns it",
    "Name an owner and read the latest answers.",
    { evidence: [score(-31, 201, { by: { touchpoint: "chatbot" } })], certainty: "possible" },
  ),
  finding(
    "inconsistent-attributes",
    "warning",
    { kind: "touchpoint", id: "marketplace-listing" },
    "The marketplace promises delivery in 1 day, the website in 3",
    "Say the same everywhere.",
    { certainty: "certain" },
  ),
  finding(
    "stage-gap",
    "warning",
    { kind: "stage", id: "gifting" },
    "No touchpoint serves the stage Recommendation",
    "Invite satisfied customers to recommend the shop.",
    { certainty: "certain" },
  ),
  finding(
    "missing-feedback",
    "info",
    { kind: "touchpoint", id: "product-packaging" },
    "Nobody asks customers about the packaging",
    "Add one question to the survey after the delivery.",
    { certainty: "certain" },
  ),
  finding(
    "stale-review",
    "info",
    { kind: "touchpoint", id: "infographic" },
    "The infographic was last reviewed 400 days ago",
    "Review it.",
    { certainty: "certain" },
  ),
]

const section = (title: string, blocks: ReadonlyArray<Leaf>): Block => ({
  type: "section",
  title: message("report/title", { title }),
  blocks,
})

/** The names of the shop; where a hostile text is given, one name of each kind is that text. */
const namesWith = (hostile: string): Report["names"] => {
  const one = (kind: string, id: string) => ({ [kind]: { ...shopNames[kind], [id]: hostile } })
  if (hostile === "conference") return shopNames
  return {
    ...shopNames,
    ...one("stage", "gifting"),
    ...one("party", "marketplace"),
    ...one("step", "purchased"),
    ...one("device", "mobile"),
    ...one("metric", "csat"),
    ...one("touchpoint", hostile),
  }
}

/** A whole shop: the map of 44 touchpoints, funnels, cohorts, a histogram, findings, and a hostile title. */
export const shopReport = (title = "A garden shop and its customers", hostile = "conference"): Report => ({
  schema: 1,
  id: "overview",
  title: message("report/title", { title }),
  names: namesWith(hostile),
  blocks: [
    section("Key figures", [keyFigures]),
    section("Courier delivery and the chatbot hurt most; nothing asks customers to recommend the shop", [
      journey(hostile),
    ]),
    section("Findings", [{ type: "findings", findings }]),
    section("Most visitors leave between the product page and the cart", [
      funnel("checkout", [48_210, 10_100, 4870, 3990, 3702], {}),
    ]),
    section("On a phone the cart loses two of three, on a computer fewer than half", [
      funnel("desktop", [19_120, 4890, 2856, 2410, 2290], { device: "desktop" }),
      funnel("mobile", [29_090, 5210, 1615, 1180, 1012], { device: "mobile" }),
    ]),
    section("Fewer of the customers who joined in spring come back in the first month", [cohorts]),
    section("18.2% of customers hear from the shop more often than four times a week", [histogram]),
  ],
  manifest: {
    files: [{ source: "facts/orders.csv", bytes: 482_133, sha256: "9f2c".repeat(16) }],
    versions: { "@touchpoint/core": "0.0.0" },
    config: "c0ffee".repeat(10),
    asOf: AS_OF,
    zone: ZONE,
    seed: 7,
  },
})

/** The same 44 touchpoints in the three standard stages. */
export const threeStages: Report = {
  ...shopReport(),
  blocks: [section("The journey", [journey("conference", true)])],
}

/** The shop with so many stages, most of them empty. */
export const stagesOf = (count: number): Report => ({
  ...shopReport(),
  blocks: [
    section("The journey", [
      {
        ...journey("conference"),
        stages: Array.from({ length: count }, (_, i) => stages[i] ?? { id: `stage-${String(i)}`, phase: "after" }),
      },
    ]),
  ],
})
