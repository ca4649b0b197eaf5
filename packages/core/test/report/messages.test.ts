import { assert, describe, it } from "@effect/vitest"
import { RejectReason, standardKinds } from "@touchpoint/core/facts"
import { CaveatId, type Measurement, metrics } from "@touchpoint/core/metrics"
import type { Locale } from "@touchpoint/core/model"
import { makeVoice, makeWording, type Names } from "@touchpoint/core/report"
import type { MessageData } from "@touchpoint/core/rules"
import * as Effect from "effect/Effect"
import { sentences } from "../../src/report/messages/index.ts"
import { unitForms } from "../../src/report/messages/units.ts"

const locales = ["en", "ru", "pl"] as const
const ids = Object.keys(sentences.en)

const names: Names = {
  metric: { nps: { en: "Net Promoter Score (NPS)", ru: "Индекс лояльности NPS", pl: "Wskaźnik NPS" } },
  region: { west: { en: "West", ru: "Запад", pl: "Zachód" }, east: { en: "East", ru: "Восток", pl: "Wschód" } },
}

const month = (m: number) => ({
  from: Date.UTC(2018, m - 1, 1),
  to: Date.UTC(2018, m, 1),
  zone: "UTC",
  complete: true,
})
const interval = (low: number | null, high: number | null) => ({ low, high, level: 0.95, method: "wald" })

const west: Measurement = {
  schema: 1,
  metric: "nps",
  params: {},
  definition: "d",
  unit: { kind: "points" },
  by: { region: "west" },
  period: month(3),
  asOf: Date.UTC(2018, 3, 1),
  value: 51.84,
  interval: interval(49, 54.6),
  n: 1234,
  unitOfN: "answer",
  nEffective: 1234,
  numerator: null,
  denominator: null,
  caveats: [],
  versus: {
    by: { region: "east" },
    value: -5,
    n: 900,
    difference: 56.84,
    interval: interval(50, 60),
    test: "z",
    p: 0.0001,
    q: 0.0002,
    effect: { kind: "cohen-h", value: 0.256 },
  },
}
const east: Measurement = { ...west, by: { region: "east" }, value: -5, interval: interval(-8, -2) }
const whole: Measurement = { ...west, by: {} }
const january: Measurement = { ...whole, period: month(1), value: 53 }
const february: Measurement = { ...whole, period: month(2), value: 48 }
const unclear = (m: Measurement, by: Measurement["by"]): Measurement =>
  m.versus === undefined ? m : { ...m, versus: { ...m.versus, by, interval: interval(-1, 4) } }

/** Compared otherwise than with a group. */
const compared = (m: Measurement, versus: Partial<Measurement["versus"]>): Measurement => {
  const { by: _, ...rest } = m.versus ?? {}
  return { ...m, versus: { ...rest, ...versus } as NonNullable<Measurement["versus"]> }
}

const voiceOf = (locale: Locale) => makeVoice(locale, names, "UTC")
const voices = { en: voiceOf("en"), ru: voiceOf("ru"), pl: voiceOf("pl") }
const say = (locale: Locale, id: string, data: MessageData = {}, of: ReadonlyArray<Measurement> = []) =>
  voices[locale].say({ id: `report/${id}`, data, of })
/** As written, with no-break spaces as plain ones. */
const plain = (...given: Parameters<typeof say>) => say(...given).replaceAll(/[\u00a0\u202f]/g, " ")

const counts = [0, 1, 2, 5, 21, 22, 25, 1234, 12_345]
const dataOf = (n: number): MessageData => ({
  title: "Garden centre",
  groups: n,
  baseline: "West",
  at: Date.UTC(2018, 4, 31),
  metric: "nps",
  n,
  cells: n,
  minimum: 30,
  expected: "0–10",
  scale: "1–5",
  standard: "0–10",
  assumed: "0–10",
  deff: 1.312,
  population: 123_456.7,
  nEffective: 980.2,
  share: 0.0234,
  comparisons: n,
  dimension: "region",
  rate: n / 1000,
  mix: -n / 1000,
  differs: "scale",
  problem: "TypeError: no such column",
  rules: "broken-promise, stage-gap",
  funnel: "checkout",
  step: "payment",
  touchpoints: n,
  stages: n,
  gaps: n,
  found: n,
  index: n,
  every: "month",
  cap: n,
  days: n,
  period: "May 2018",
})
const { versus: _, ...alone } = west
const measured: ReadonlyArray<ReadonlyArray<Measurement>> = [
  [],
  [west],
  [alone],
  [west, east],
  [whole, whole],
  [whole, february, january],
  [unclear(west, { region: "east" })],
  [unclear(whole, {})],
  [compared(west, { rest: "region", by: {}, mix: { dimension: "channel", rate: 3.2, mix: -1.1 } })],
  [compared(west, { rest: "region", by: { channel: "web" }, mix: null })],
  [{ ...whole, value: null, interval: null, period: null, unitOfN: "" }],
  [{ ...east, by: { region: null }, value: 0.034, interval: interval(null, 0.05), unit: { kind: "proportion" } }],
  [{ ...east, value: -123_456, interval: null, unit: { kind: "money", currency: "PLN" } }],
  [{ ...east, value: 9_000_000, interval: null, unit: { kind: "duration" } }],
]

/** How many measurements a title is of; it is never made with fewer. */
const needs: Readonly<Record<string, number>> = {
  few: 1,
  overall: 1,
  differs: 2,
  alike: 2,
  unlike: 2,
  range: 2,
  versus: 1,
  trend: 3,
  funnel: 1,
}

describe("messages", () => {
  it("has the same sentences in every locale", () => {
    for (const locale of locales) assert.deepStrictEqual(Object.keys(sentences[locale]).toSorted(), ids.toSorted())
  })

  for (const locale of locales)
    it(`leaves no gap in any sentence (${locale})`, () => {
      for (const id of ids)
        for (const of of measured.filter((given) => given.length >= (needs[id] ?? 0)))
          for (const data of counts.map(dataOf)) {
            const said = say(locale, id, data, of)
            assert.notMatch(
              said,
              /undefined|NaN|null|[{}]|\[object|\s\s|^\s|\s$|\(\)|\s[,;:)]|report\//u,
              `${id}: ${said}`,
            )
            if (id !== "effectSize") assert.notStrictEqual(said, "", id)
          }
    })

  it("says what a group is compared with, and what the difference is made of", () => {
    const outside = compared(west, { rest: "region", by: {}, mix: { dimension: "channel", rate: 60, mix: -3.16 } })
    assert.deepStrictEqual(
      locales.map((locale) => plain(locale, "versus", {}, [outside])),
      [
        "Net Promoter Score (NPS): 51.8 for West against −5.0 for the rest, a difference of +56.8",
        "Индекс лояльности NPS: разница +56,8 (Запад: 51,8; остальные: −5,0)",
        "Wskaźnik NPS: różnica +56,8 (Zachód: 51,8; pozostali: −5,0)",
      ],
    )
    assert.deepStrictEqual(
      locales.map((locale) => plain(locale, "takenApart", {}, [outside])),
      ["its parts +60.0, mix −3.2", "сами части +60,0, структура −3,2", "same części +60,0, struktura −3,2"],
    )
  })

  it("says every label without data", () => {
    for (const locale of locales) for (const id of ids) assert.notMatch(say(locale, id), /undefined|NaN|null|[{}]/u, id)
  })

  it("translates what it says", () => {
    const same = (locale: Locale) =>
      ids.filter((id) => say(locale, id, dataOf(5), [west, east]) === say("en", id, dataOf(5), [west, east]))
    assert.deepStrictEqual(same("ru"), ["title", "sample"])
    assert.deepStrictEqual(same("pl"), ["title", "sample", "test"])
    for (const id of ids) assert.notMatch(say("pl", id), /\p{Script=Cyrillic}/u, id)
  })

  it("names the level an interval has", () => {
    const labels = (...levels: ReadonlyArray<number>) =>
      locales.map((locale) =>
        voices[locale]
          .intervalLabel([null, ...levels.map((level) => ({ ...interval(0, 1), level }))])
          .replaceAll("\u00a0", " "),
      )
    assert.deepStrictEqual(labels(0.95, 0.95), ["95% interval", "ДИ 95 %", "95% CI"])
    assert.deepStrictEqual(labels(0.999), ["99.9% interval", "ДИ 99,9 %", "99,9% CI"])
    assert.deepStrictEqual(labels(0.9, 0.95), ["interval", "ДИ", "CI"])
    assert.deepStrictEqual(labels(), ["interval", "ДИ", "CI"])
    assert.strictEqual(voices.en.label("interval", { level: 0.8 }), "80% interval")
    const wide = { ...west, interval: { ...interval(45, 58), level: 0.99 } }
    assert.strictEqual(plain("en", "overall", {}, [wide]), "Net Promoter Score (NPS): 51.8, 99% interval 45.0–58.0")
    assert.strictEqual(plain("ru", "overall", {}, [{ ...west, interval: null }]), "Индекс лояльности NPS: 51,8")
    assert.strictEqual(plain("pl", "bandLegend", { level: 0.9 }), "pasmo – przedział ufności (90% CI)")
  })

  it("states findings in Russian", () => {
    assert.strictEqual(plain("ru", "overall", {}, [west]), "Индекс лояльности NPS: 51,8 (ДИ 95 %: 49,0–54,6)")
    assert.strictEqual(
      plain("ru", "differs", {}, [east, west]),
      "Индекс лояльности NPS: −5,0 (Восток) против 51,8 (Запад)",
    )
    assert.strictEqual(
      plain("ru", "alike", { groups: 21 }, [west, east]),
      "Индекс лояльности NPS: между 21 группой явных различий нет (от −5,0 до 51,8)",
    )
    assert.strictEqual(
      plain("ru", "versus", {}, [west]),
      "Индекс лояльности NPS: разница +56,8 (Запад: 51,8; Восток: −5,0)",
    )
    assert.strictEqual(
      plain("ru", "versus", {}, [unclear(west, {})]),
      "Индекс лояльности NPS: явной разницы нет (Запад: 51,8; в целом: −5,0)",
    )
    assert.strictEqual(
      plain("ru", "trend", {}, [whole, january, february]),
      "Индекс лояльности NPS: 51,8 за последний полный период (март 2018 г.); ранее от 48,0 (февр. 2018 г.) до 53,0 (янв. 2018 г.)",
    )
    assert.strictEqual(
      plain("ru", "trend", {}, [whole, january, january]),
      "Индекс лояльности NPS: 51,8 за последний полный период (март 2018 г.); ранее 53,0 (янв. 2018 г.)",
    )
    assert.strictEqual(plain("ru", "empty", { metric: "nps" }), "Индекс лояльности NPS: нет данных для расчёта")
  })

  it("states findings in Polish", () => {
    assert.strictEqual(plain("pl", "overall", {}, [west]), "Wskaźnik NPS: 51,8 (95% CI: 49,0–54,6)")
    assert.strictEqual(
      plain("pl", "differs", {}, [january, february]),
      "Wskaźnik NPS: 53,0 (sty 2018) wobec 48,0 (lut 2018)",
    )
    assert.strictEqual(
      plain("pl", "alike", { groups: 2 }, [west, east]),
      "Wskaźnik NPS: brak wyraźnych różnic między 2 grupami (od −5,0 do 51,8)",
    )
    assert.strictEqual(plain("pl", "versus", {}, [west]), "Wskaźnik NPS: różnica +56,8 (Zachód: 51,8; Wschód: −5,0)")
    assert.strictEqual(
      plain("pl", "trend", {}, [whole, january, february]),
      "Wskaźnik NPS: 51,8 w ostatnim pełnym okresie (mar 2018); wcześniej od 48,0 (lut 2018) do 53,0 (sty 2018)",
    )
    assert.strictEqual(plain("pl", "trendOnly", {}, []), "Nie ma jeszcze pełnego okresu")
  })
})

describe("plural forms", () => {
  const ns = [1, 2, 5, 21, 22, 25]
  const sizes = (locale: Locale, unitOfN: string) => ns.map((n) => plain(locale, "size", { n }, [{ ...west, unitOfN }]))

  it("counts units of n in English", () => {
    assert.deepStrictEqual(sizes("en", "answer"), [
      "1 answer",
      "2 answers",
      "5 answers",
      "21 answers",
      "22 answers",
      "25 answers",
    ])
    assert.strictEqual(
      plain("en", "scale-missing", { n: 1, assumed: "0–10" }),
      "1 answer without a scale; 0–10 assumed",
    )
  })

  it("counts units of n in Russian", () => {
    const expected: Readonly<Record<string, ReadonlyArray<string>>> = {
      answer: ["1 ответ", "2 ответа", "5 ответов", "21 ответ", "22 ответа", "25 ответов"],
      promise: ["1 обещание", "2 обещания", "5 обещаний", "21 обещание", "22 обещания", "25 обещаний"],
      customer: ["1 клиент", "2 клиента", "5 клиентов", "21 клиент", "22 клиента", "25 клиентов"],
      row: ["1 строка", "2 строки", "5 строк", "21 строка", "22 строки", "25 строк"],
      cell: ["1 ячейка", "2 ячейки", "5 ячеек", "21 ячейка", "22 ячейки", "25 ячеек"],
      profile: ["1 профиль", "2 профиля", "5 профилей", "21 профиль", "22 профиля", "25 профилей"],
    }
    for (const [unit, forms] of Object.entries(expected)) assert.deepStrictEqual(sizes("ru", unit), forms)
  })

  it("counts units of n in Polish", () => {
    const expected: Readonly<Record<string, ReadonlyArray<string>>> = {
      answer: ["1 odpowiedź", "2 odpowiedzi", "5 odpowiedzi", "21 odpowiedzi", "22 odpowiedzi", "25 odpowiedzi"],
      promise: ["1 obietnica", "2 obietnice", "5 obietnic", "21 obietnic", "22 obietnice", "25 obietnic"],
      customer: ["1 klient", "2 klientów", "5 klientów", "21 klientów", "22 klientów", "25 klientów"],
      order: ["1 zamówienie", "2 zamówienia", "5 zamówień", "21 zamówień", "22 zamówienia", "25 zamówień"],
      row: ["1 wiersz", "2 wiersze", "5 wierszy", "21 wierszy", "22 wiersze", "25 wierszy"],
      cell: ["1 komórka", "2 komórki", "5 komórek", "21 komórek", "22 komórki", "25 komórek"],
    }
    for (const [unit, forms] of Object.entries(expected)) assert.deepStrictEqual(sizes("pl", unit), forms)
  })

  it("knows every category of the locale for every unit", () => {
    for (const locale of locales)
      for (const unit of "answer promise customer order interaction contact profile row cell group touchpoint stage day".split(
        " ",
      ))
        assert.sameMembers(Object.keys(unitForms(unit, locale)), [
          ...new Intl.PluralRules(locale, { type: "cardinal" }).resolvedOptions().pluralCategories,
        ])
  })

  it("shows an unknown unit by its id, and no unit as a bare number", () => {
    assert.deepStrictEqual(unitForms("parcel", "ru"), { other: "parcel" })
    assert.deepStrictEqual(unitForms("constructor", "pl"), { other: "constructor" })
    assert.strictEqual(plain("pl", "size", { n: 5 }, [{ ...west, unitOfN: "" }]), "5")
  })

  it("takes the form of the figure that is shown", () => {
    const shown = (locale: Locale, n: number) =>
      makeWording(locale, {}, "UTC").plural(n, unitForms("customer", locale)).replaceAll("\u00a0", " ")
    assert.strictEqual(shown("ru", 1.5), "1,5 клиента")
    assert.strictEqual(shown("pl", 1.5), "1,5 klienta")
    assert.strictEqual(shown("ru", 1000.4), "1 000 клиентов")
    assert.strictEqual(shown("pl", 12_345.4), "12 345 klientów")
  })

  it("agrees inside caveats", () => {
    assert.deepStrictEqual(
      [1, 2, 5].map((n) => plain("ru", "rejected-rows", { n, share: 0.0234 })),
      ["отклонено: 1 строка (2,3 %)", "отклонено: 2 строки (2,3 %)", "отклонено: 5 строк (2,3 %)"],
    )
    assert.deepStrictEqual(
      [21, 22, 25].map((n) => plain("pl", "rejected-rows", { n, share: 0.0234 })),
      ["odrzucono: 21 wierszy (2,3%)", "odrzucono: 22 wiersze (2,3%)", "odrzucono: 25 wierszy (2,3%)"],
    )
    assert.deepStrictEqual(
      [2, 5, 21].map((n) => plain("ru", "multiple-testing", { comparisons: n })),
      ["2 сравнений", "5 сравнений", "21 сравнения"].map(
        (of) => `одно из ${of}: значение q скорректировано, интервал — нет`,
      ),
    )
    assert.strictEqual(
      plain("pl", "multiple-testing", { comparisons: 22 }),
      "jedno z 22 porównań: wartość q skorygowano, przedziału nie",
    )
  })
})

describe("figures inside caveats", () => {
  const said = (id: string, data: MessageData) => locales.map((locale) => plain(locale, id, data))

  it("are written as the locale does, counts of statuses too", () => {
    const statuses = "delivered 31528, in transit 2000 12, on hold"
    assert.deepStrictEqual(said("statuses-counted", { n: 41_528, statuses, others: 10_000, none: 0 }), [
      "orders count whatever their status, as the definition leaves none out (of 41,528 orders in the data: delivered 31,528, in transit 2000 12, on hold, other statuses: 10,000)",
      "учтены заказы с любым статусом: определение не исключает ни одного (всего в данных 41 528 заказов: delivered 31 528, in transit 2000 12, on hold, других статусов: 10 000)",
      "uwzględniono zamówienia o każdym statusie: definicja nie pomija żadnego (w danych łącznie 41 528 zamówień: delivered 31 528, in transit 2000 12, on hold, innych statusów: 10 000)",
    ])
    assert.deepStrictEqual(said("scale-missing", { n: 1234, assumed: "0.5–5" }), [
      "1,234 answers without a scale; 0.5–5 assumed",
      "1 234 ответа без указания шкалы; принята шкала 0,5–5",
      "1234 odpowiedzi bez podanej skali; przyjęto skalę 0,5–5",
    ])
    assert.strictEqual(
      plain("en", "history-unknown", { days: 1 }),
      "the facts begin less than 1 day before: customers of long standing may look new",
    )
  })

  it("leave no long number without its separators, in any sentence", () => {
    const n = 1_234_567
    const scale = `0–${n}`
    const long = Object.fromEntries(Object.keys(dataOf(n)).map((key) => [key, n]))
    const texts = { statuses: `paid ${n}, late ${n}`, currency: "EUR", dimension: "region" }
    const scales = { expected: scale, scale, standard: scale, assumed: scale }
    const codes: MessageData = { expected: "EUR" }
    // What failed, and what two definitions differ in, is somebody else's text.
    const foreign = ["failed", "definition-mismatch", "no-baseline"]
    const raw = locales.flatMap((locale) =>
      CaveatId.literals
        .filter((id) => !foreign.includes(id))
        .map((id) => plain(locale, id, { ...long, ...texts, ...(/currency|rate$/u.test(id) ? codes : scales) }, [west]))
        .filter((sentence) => /\d{5}/u.test(sentence)),
    )
    assert.deepStrictEqual(raw, [])
  })

  it("name dimensions, groups and parameters", () => {
    assert.deepStrictEqual(said("no-baseline", { baseline: "region = west, channel = null" }), [
      "there is no group region: West, Channel: not stated to compare with",
      "нет группы region: Запад, Канал: не указано, с которой сравнивать",
      "nie ma grupy region: Zachód, Kanał: nie podano, z którą można porównać",
    ])
    assert.deepStrictEqual(said("definition-mismatch", { differs: "zone, filter" }), [
      "defined otherwise (time zone, filter): not compared",
      "другое определение (часовой пояс, фильтр): не сравнивается",
      "inna definicja (strefa czasowa, filtr): bez porównania",
    ])
    assert.strictEqual(
      plain("pl", "definition-mismatch", { differs: "scale, currency" }),
      "inna definicja (skala, waluta): bez porównania",
    )
    const parts = { dimension: "channel", rate: 0.054, mix: -0.099 }
    const share = { ...west, unit: { kind: "proportion" } as const }
    assert.strictEqual(
      plain("en", "mix-shift", parts, [share]),
      "the mix by channel makes −9.9 pp of the difference, its parts themselves +5.4 pp",
    )
  })
})

describe("figures", () => {
  const wording = (locale: Locale) => makeWording(locale, {}, "UTC")
  const spaced = (text: string) => text.replaceAll(/[\u00a0\u202f]/g, " ")

  it("groups digits as the locale does", () => {
    assert.deepStrictEqual(
      locales.map((locale) => [1234.5, 12_345.6].map((x) => spaced(wording(locale).number(x)))),
      [
        ["1,234.5", "12,345.6"],
        ["1 234,5", "12 345,6"],
        ["1234,5", "12 345,6"],
      ],
    )
  })

  it("writes the minus of money and durations as a minus", () => {
    const money = { kind: "money", currency: "PLN" } as const
    assert.strictEqual(spaced(wording("pl").value(-123_450, money)), "−1234,50 zł")
    assert.strictEqual(spaced(wording("pl").difference(-123_450, money)), "−1234,50 zł")
    assert.strictEqual(spaced(wording("ru").value(-9_000_000, { kind: "duration" })), "−2,5 ч")
  })

  it("writes differences of shares in percentage points", () => {
    const share = { kind: "proportion" } as const
    assert.deepStrictEqual(
      locales.map((locale) => spaced(wording(locale).difference(-0.034, share))),
      ["−3.4 pp", "−3,4 п. п.", "−3,4 p.p."],
    )
    assert.strictEqual(wording("ru").difference(0.1, share), "+10,0\u00a0п.\u00a0п.")
  })

  it("writes intervals of differences with signs", () => {
    const share = { kind: "proportion" } as const
    assert.deepStrictEqual(
      locales.map((locale) => spaced(wording(locale).differenceInterval(interval(0.0009, 0.0409), share))),
      ["+0.1 … +4.1 pp", "+0,1 … +4,1 п. п.", "+0,1 … +4,1 p.p."],
    )
    assert.strictEqual(spaced(wording("en").differenceInterval(interval(-0.2, null), share)), "from −20.0 pp")
    assert.strictEqual(wording("en").differenceInterval(interval(-3, 0.01), { kind: "points" }), "−3.0 … 0.0")
    assert.strictEqual(wording("en").differenceInterval(null, share), "n/a")
    assert.strictEqual(wording("en").differenceInterval(interval(null, null), share), "n/a")
  })

  it("gives zero no sign", () => {
    for (const x of [0.0002, -0.0002, 0])
      assert.strictEqual(spaced(wording("en").difference(x, { kind: "proportion" })), "0.0 pp")
    assert.strictEqual(wording("en").difference(0.004, { kind: "points", min: 1, max: 5 }), "0.00")
    assert.strictEqual(wording("en").difference(0.006, { kind: "points", min: 1, max: 5 }), "+0.01")
  })

  it("tells p from q", () => {
    assert.deepStrictEqual(
      [wording("pl").pValue(0.0123), wording("pl").qValue(0.0123)],
      ["p\u00a0=\u00a00,012", "q\u00a0=\u00a00,012"],
    )
    assert.strictEqual(wording("en").qValue(0.0001), "q\u00a0<\u00a00.001")
  })

  it("names what is the same in every report", () => {
    const named = (kind: string, id: string) => locales.map((locale) => wording(locale).name(kind, id))
    assert.deepStrictEqual(named("reason", "not-a-date"), ["not a date", "не дата", "nie jest datą"])
    assert.deepStrictEqual(named("kind", "feedback"), ["feedback answers", "отзывы", "opinie klientów"])
    assert.deepStrictEqual(named("unitOfN", "customer"), ["customers", "клиенты", "klienci"])
    assert.deepStrictEqual(named("dimension", "channel"), ["Channel", "Канал", "Kanał"])
    assert.deepStrictEqual(named("promise", "broken"), ["promise broken", "обещание нарушено", "obietnica złamana"])
    assert.deepStrictEqual(named("kind", "acme/parcel"), ["acme/parcel", "acme/parcel", "acme/parcel"])
    assert.deepStrictEqual(named("toString", "constructor"), ["constructor", "constructor", "constructor"])
    for (const reason of RejectReason.literals) assert.strictEqual(new Set(named("reason", reason)).size, 3)
    for (const { id } of Object.values(standardKinds)) assert.notInclude(named("kind", id), id)
    assert.strictEqual(makeWording("ru", { kind: { feedback: "оценки" } }, "UTC").name("kind", "feedback"), "оценки")
  })
})

describe("periods", () => {
  const day = (year: number, of: number, date: number) => Date.UTC(year, of - 1, date)
  const written = (from: number, to: number, zone = "UTC") =>
    locales.map((locale) =>
      makeWording(locale, {}, zone)
        .period({ from, to, zone, complete: true })
        .replaceAll(/[\u00a0\u202f]/g, " "),
    )

  it("knows days, months, quarters and years by their span", () => {
    assert.deepStrictEqual(written(day(2018, 5, 31), day(2018, 6, 1)), [
      "31 May 2018",
      "31 мая 2018 г.",
      "31 maja 2018",
    ])
    assert.deepStrictEqual(written(day(2026, 1, 1), day(2026, 2, 1)), ["Jan 2026", "янв. 2026 г.", "sty 2026"])
    assert.deepStrictEqual(written(day(2026, 1, 1), day(2026, 4, 1)), ["Q1 2026", "I кв. 2026", "I kw. 2026"])
    assert.deepStrictEqual(written(day(2025, 10, 1), day(2026, 1, 1)), ["Q4 2025", "IV кв. 2025", "IV kw. 2025"])
    assert.deepStrictEqual(written(day(2026, 1, 1), day(2027, 1, 1)), ["2026", "2026", "2026"])
  })

  it("knows weeks from Monday and from Sunday", () => {
    const monday = ["week of 5 Jan 2026", "неделя с 5 янв. 2026 г.", "tydzień od 5 stycznia 2026"]
    assert.deepStrictEqual(written(day(2026, 1, 5), day(2026, 1, 12)), monday)
    assert.deepStrictEqual(written(day(2026, 1, 5) - 3_600_000, day(2026, 1, 12) - 3_600_000, "Europe/Warsaw"), monday)
    assert.strictEqual(written(day(2026, 1, 4), day(2026, 1, 11))[0], "week of 4 Jan 2026")
    assert.strictEqual(written(day(2026, 1, 6), day(2026, 1, 13))[0], "6–12 Jan 2026")
  })

  it("keeps a week whole where the clock changes", () => {
    const [from, to] = [day(2026, 3, 23) - 3_600_000, day(2026, 3, 30) - 7_200_000]
    assert.strictEqual(written(from, to, "Europe/Warsaw")[0], "week of 23 Mar 2026")
  })

  it("writes other spans by their days", () => {
    assert.deepStrictEqual(written(day(2018, 1, 1), day(2018, 1, 15)), [
      "1–14 Jan 2018",
      "1–14 янв. 2018 г.",
      "1–14 stycznia 2018",
    ])
    assert.deepStrictEqual(written(day(2018, 1, 28), day(2018, 2, 15)), [
      "28 Jan – 14 Feb 2018",
      "28 янв. – 14 февр. 2018 г.",
      "28 stycznia – 14 lutego 2018",
    ])
    assert.deepStrictEqual(written(day(2017, 12, 28), day(2018, 2, 15)), [
      "28 Dec 2017 – 14 Feb 2018",
      "28 дек. 2017 г. – 14 февр. 2018 г.",
      "28 grudnia 2017 – 14 lutego 2018",
    ])
    assert.strictEqual(written(day(2018, 1, 1), day(2018, 1, 1) + 3_600_000)[0], "1 Jan 2018")
  })

  it("breaks no line inside a date", () => {
    assert.strictEqual(makeWording("ru", {}, "UTC").day(day(2018, 5, 31)), "31\u00a0мая 2018\u00a0г.")
  })
})

describe("caveats that say why", () => {
  it("tell a sample that is small by its effective size", () => {
    const data = { n: 50, effective: 2.9, minimum: 30 }
    assert.deepStrictEqual(
      locales.map((locale) => plain(locale, "small-sample", data)),
      [
        "small sample: effective size 2 of 50, fewer than 30",
        "малая выборка: n = 50, эффективный объём 2, меньше 30",
        "mała próba: n = 50, efektywna liczebność 2, mniej niż 30",
      ],
    )
  })

  it("tell on how many days costs lie, and what would give an interval", () => {
    const said = (data: MessageData) => locales.map((locale) => plain(locale, "no-ci", data))
    const monthly = { paid: 1, units: 31, pairs: "day", spread: "start" }
    assert.deepStrictEqual(said(monthly), [
      "no interval can be given: costs lie on 1 of 31 days; set spread: even and the end of each cost (until), or pairs: touchpoint or campaign",
      "доверительный интервал указать нельзя: дней с расходами 1 из 31; задайте spread: even и окончание каждого расхода (until) либо pairs: touchpoint или campaign",
      "nie można podać przedziału ufności: dni z kosztami: 1 z 31; ustaw spread: even i koniec każdego kosztu (until) albo pairs: touchpoint lub campaign",
    ])
    assert.match(said({ ...monthly, spread: "even" })[0] ?? "", /days; set pairs: touchpoint or campaign$/u)
    assert.match(said({ ...monthly, pairs: "campaign", units: 2 })[0] ?? "", /too few pairs \(2\).*set pairs: day$/u)
    assert.strictEqual(said({})[0], "no interval can be given")
  })
})

describe("units of n", () => {
  it.effect("of every shipped metric have their plural forms", () =>
    Effect.gen(function* () {
      for (const metric of metrics) {
        const { passport } = yield* metric.prepare()
        for (const locale of locales)
          assert.isAbove(Object.keys(unitForms(passport.unitOfN, locale)).length, 1, `${passport.unitOfN} in ${locale}`)
      }
    }),
  )
})
