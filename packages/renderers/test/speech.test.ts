import { assert, describe, it } from "@effect/vitest"
import { type Caveat, caveat, type Measurement, type Passport } from "@touchpoint/core/metrics"
import { baselineName, type Histogram, type JourneyMap, makeVoice, notesOf, within } from "@touchpoint/core/report"
import { changeText, latestChange } from "../src/speech/change.ts"
import { bar, sparkline } from "../src/speech/characters.ts"
import { histogramModel } from "../src/speech/histogramModel.ts"
import { journeyModel, scoreOf } from "../src/speech/journeyModel.ts"
import { passportFacts } from "../src/speech/phrases.ts"
import { emptyReport, voiceOf } from "./fixture.ts"

const voice = voiceOf(emptyReport)
const m = (more: Partial<Measurement> = {}, caveats: ReadonlyArray<Caveat> = []): Measurement => ({
  schema: 1,
  metric: "nps",
  params: {},
  definition: "d",
  unit: { kind: "points" },
  by: {},
  period: null,
  asOf: null,
  value: 1,
  interval: null,
  n: 12,
  unitOfN: "answer",
  nEffective: null,
  numerator: null,
  denominator: null,
  caveats,
  ...more,
})

describe("notes of a table", () => {
  const small = (n: number) => m({}, [caveat("small-sample", { n, minimum: 30 })])

  it("tell a caveat of few rows with its figures", () => {
    const notes = notesOf(voice, [small(12), small(15), m()])
    assert.deepStrictEqual(notes.sentences, ["small sample: 12, fewer than 30", "small sample: 15, fewer than 30"])
  })

  it("tell a caveat of many rows once, without the figures that the rows show", () => {
    const rows = [small(12), small(15), small(17), m()]
    const notes = notesOf(voice, rows)
    assert.deepStrictEqual(notes.sentences, ["small sample: effective size below 30"])
    assert.deepStrictEqual(
      rows.map((row) => notes.of(row)),
      [[1], [1], [1], []],
    )
    for (const locale of ["ru", "pl"] as const)
      assert.deepStrictEqual(notesOf(voiceOf(emptyReport, locale), rows).sentences.length, 1)
  })

  it("keep figures that no sentence does without", () => {
    const rejected = (n: number) => m({}, [caveat("rejected-rows", { n, share: 0.1 })])
    assert.strictEqual(notesOf(voice, [rejected(1), rejected(2), rejected(3)]).sentences.length, 3)
  })
})

describe("changes", () => {
  const january = { from: 0, to: 31 * 86_400_000, zone: "UTC", complete: true }
  const compared = (difference: number | null, low: number, high: number, n = 400) =>
    m({
      versus: {
        period: january,
        value: 1,
        n,
        difference,
        interval: difference === null ? null : { low, high, level: 0.95, method: "z" },
        test: null,
        p: null,
        q: null,
        effect: null,
      },
    })
  const said = (of: Measurement, locale: "en" | "ru" | "pl" = "en") =>
    changeText(makeVoice(locale, {}, "UTC"), of, "higher").replaceAll("\u00a0", " ")

  it("are a difference, what it is against, how sure it is, and a word", () => {
    assert.strictEqual(
      said(compared(1.44, -0.4, 3.2)),
      "+1.4 against the previous period (Jan 1970), 95% interval −0.4 … +3.2: no clear change",
    )
    assert.strictEqual(
      said(compared(-2, -3, -1), "ru"),
      "−2,0 к предыдущему периоду (янв. 1970 г.), ДИ 95 % −3,0 … −1,0: хуже",
    )
    assert.strictEqual(
      said(compared(2, 1, 3), "pl"),
      "+2,0 względem poprzedniego okresu (sty 1970), 95% CI +1,0 … +3,0: lepiej",
    )
    assert.strictEqual(said(compared(null, 0, 0)), "against the previous period (Jan 1970): not compared")
    assert.strictEqual(said(m()), "")
  })

  it("are not told where either side is too small", () => {
    const against = { ...compared(2, 1, 3, 9), caveats: [caveat("small-baseline", { n: 9, minimum: 30 })] }
    assert.strictEqual(said(against), "against the previous period (Jan 1970): not enough data")
    const few = { ...compared(2, 1, 3), caveats: [caveat("small-sample", { n: 12, minimum: 30 })] }
    assert.strictEqual(said(few), "against the previous period (Jan 1970): not enough data")
  })

  it("name a period that is not the one before", () => {
    const [from, to] = [Date.UTC(1971, 0, 1), Date.UTC(1971, 1, 1)]
    const later = { ...compared(2, 1, 3), period: { ...january, from, to } }
    assert.match(said(later), /^\+2\.0 against Jan 1970, 95% interval/u)
    assert.match(said({ ...later, period: { ...january, from: january.to, to } }), /the previous period/u)
  })

  it("are those of the number itself, else of the last point of its trend that is compared", () => {
    const [own, older, newer] = [compared(1, 0, 2), compared(2, 1, 3), compared(3, 2, 4)]
    assert.strictEqual(latestChange(own, [older, newer]), own)
    assert.strictEqual(latestChange(m(), [older, newer, m()]), newer)
    assert.isNull(latestChange(m(), [m()]))
  })
})

describe("a baseline", () => {
  it("is a group, everybody outside it, or a period", () => {
    const versus = { value: 1, n: 40, difference: 1, interval: null, test: null, p: null, q: null, effect: null }
    const named = (more: Partial<NonNullable<Measurement["versus"]>>) =>
      baselineName(makeVoice("en", {}, "UTC"), { ...versus, ...more })
    assert.deepStrictEqual(
      [{ by: { shop: "north" } }, { by: {}, rest: "shop" }, { by: { channel: "web" }, rest: "shop" }, { by: {} }].map(
        named,
      ),
      ["north", "the rest", "web · the rest", "All"],
    )
  })
})

describe("definitions", () => {
  const passport = (params: Passport["params"]): Passport => ({
    metric: "conversion-rate",
    params,
    unit: { kind: "proportion" },
    unitOfN: "customer",
    numerator: "customers with email → cart-email → order",
    denominator: "customers with email",
    kind: "interaction",
    population: null,
    clock: "at",
    zone: "UTC",
    preset: null,
    source: "cohort by entry",
  })
  const names = { touchpoint: { email: { ru: "Письмо" }, "cart-email": { ru: "Письмо о корзине" } } }
  const facts = (params: Passport["params"], locale: "en" | "ru" = "ru") =>
    passportFacts(makeVoice(locale, names, "UTC"), passport(params)).map(([, text]) => text)

  it("name touchpoints, parameters and choices in the language of the report", () => {
    const step = { kind: "contact", is: { touchpoint: "email" } }
    const [numerator, denominator, params] = facts({
      steps: [step, "cart-email", { kind: "order" }],
      step: null,
      of: "first",
      within: 7,
      scale: { min: 0, max: 10 },
      except: [],
    })
    assert.strictEqual(numerator, "customers with Письмо → Письмо о корзине → order")
    assert.strictEqual(denominator, "customers with Письмо")
    assert.strictEqual(
      params,
      "шаги: Контакт (точка контакта: Письмо) → Письмо о корзине → Заказ; относительно: первого шага; срок, дней: 7; шкала: 0–10",
    )
  })

  it("leave what nobody has named as it is", () => {
    assert.strictEqual(facts({ own: "value", flag: true }, "en")[2], "own: value; flag: true")
  })
})

describe("the map of the journey", () => {
  it("names the question of a score where it is another than that of most", () => {
    const nps = { ...m({ value: 41 }), definition: "n" }
    const csat = { ...m({ value: 0.8, unit: { kind: "proportion" } }), definition: "c", metric: "csat" }
    const touchpoints = [csat, csat, nps, null].map((score, i) => ({
      id: `t${i}`,
      stage: "s",
      lane: "online",
      party: null,
      status: "active",
      score,
      promise: null,
      interactions: null,
      findings: [],
    }))
    const map: JourneyMap = {
      type: "journey-map",
      title: { id: "x/y", data: {}, of: [] },
      stages: [{ id: "s", phase: "before" }],
      lanes: [{ id: "online" }],
      touchpoints,
    }
    assert.strictEqual(scoreOf(map)?.definition, "c")
    assert.deepStrictEqual(
      journeyModel(voice, map)[0]?.lanes[0]?.entries.map(({ score }) => score),
      ["80.0%", "80.0%", "41.0 · Net Promoter Score (NPS)", "not measured"],
    )
  })
})

describe("pictures in characters", () => {
  it("draw shares to an eighth of a character, and more than nothing never as nothing", () => {
    assert.strictEqual(bar(1, 4), "████")
    assert.strictEqual(bar(0.5, 3), "█▌")
    assert.strictEqual(bar(0.0001, 4), "▏")
    assert.strictEqual(bar(0, 4), "")
  })

  it("draw a trend from its lowest to its highest, with its holes", () => {
    assert.strictEqual(sparkline([0, null, 7, 3]), "▁·█▄")
    assert.strictEqual(sparkline([5, 5]), "▄▄")
    assert.strictEqual(sparkline([5]), "")
    assert.strictEqual(sparkline([null, null]), "")
  })
})

describe("bins of a histogram", () => {
  const histogram = (bins: Histogram["bins"], cap: number | null): Histogram => ({
    type: "histogram",
    title: { id: "x/y", data: {}, of: [] },
    unitOfN: "customer",
    bins,
    cap,
    measurement: m(),
  })

  it("stand side by side, those that nobody is in too", () => {
    const bins = histogramModel(
      voice,
      histogram(
        [
          { value: 5, count: 2 },
          { value: 2, count: 6 },
        ],
        4,
      ),
    )
    assert.deepStrictEqual(
      bins.map(({ count, name, over, shareText }) => [name, count, over, shareText]),
      [
        ["2", 6, false, "75.0%"],
        ["3", 0, false, "0.0%"],
        ["4", 0, false, "0.0%"],
        ["5", 2, true, "25.0%"],
      ],
    )
  })

  it("share the last where there are many, and lose nobody", () => {
    const bins = histogramModel(
      voice,
      histogram(
        Array.from({ length: 300 }, (_, i) => ({ value: i + 1, count: 1 })),
        4,
      ),
    )
    assert.strictEqual(bins.length, 20)
    assert.deepStrictEqual([bins.at(-1)?.name, bins.at(-1)?.count], ["20+", 281])
    assert.strictEqual(
      bins.reduce((sum, { count }) => sum + count, 0),
      300,
    )
  })

  it("are none where there is nobody", () => {
    assert.deepStrictEqual(histogramModel(voice, histogram([], 4)), [])
    assert.deepStrictEqual(histogramModel(voice, histogram([{ value: 1, count: 0 }], 4)), [])
  })
})

describe("a name within a sentence", () => {
  it("begins small unless it is an abbreviation", () => {
    assert.deepStrictEqual(["Promises kept", "NPS", "Оценка", "X", ""].map(within), [
      "promises kept",
      "NPS",
      "оценка",
      "X",
      "",
    ])
  })
})
