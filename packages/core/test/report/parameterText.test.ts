import { assert, describe, it } from "@effect/vitest"
import {
  and,
  coalesce,
  column,
  customer,
  eq,
  type Expr,
  ge,
  inventory,
  link,
  not,
  oneOf,
  or,
  present,
  shard,
} from "@touchpoint/core/questions"
import { filterText, makeVoice, parameterText } from "@touchpoint/core/report"

const locales = ["en", "ru", "pl"] as const
const names = {
  touchpoint: { chatbot: { en: "Chatbot", ru: "Чат-бот", pl: "Chatbot" } },
  channel: { web: { en: "Web", ru: "Веб", pl: "Strona" } },
}
const voices = locales.map((locale) => makeVoice(locale, names, "Pacific/Kiritimati"))
const spaced = (text: string) => text.replaceAll(/[\u00a0\u202f]/gu, " ")
const said = (key: string, value: unknown, params: Readonly<Record<string, unknown>> = {}) =>
  voices.map((voice) => spaced(parameterText(voice, key, value, params)))
const week = { mon: ["09:00-12:00", "13:00-17:30"], tue: ["09:00-12:00", "13:00-17:30"], sat: ["10:00-14:00"] }

describe("a parameter in words", () => {
  it("is opening hours, days alike together, with the days closed", () => {
    assert.deepStrictEqual(
      said("clock", { zone: "Europe/Warsaw", hours: week, holidays: ["2026-12-25", "2026-12-26"] }),
      [
        "Mon–Tue 09:00–12:00 and 13:00–17:30, Sat 10:00–14:00, closed on 2 days (25 Dec 2026, 26 Dec 2026), Europe/Warsaw",
        "пн–вт 09:00–12:00 и 13:00–17:30, сб 10:00–14:00, закрыто 2 дня (25 дек. 2026 г., 26 дек. 2026 г.), Europe/Warsaw",
        "pon.–wt. 09:00–12:00 i 13:00–17:30, sob. 10:00–14:00, zamknięte 2 dni (25 grudnia 2026, 26 grudnia 2026), Europe/Warsaw",
      ],
    )
    const always = Object.fromEntries(
      ["mon", "tue", "wed", "thu", "fri", "sat", "sun"].map((day) => [day, ["00:00-24:00"]]),
    )
    assert.strictEqual(said("clock", { hours: always, holidays: [] })[0], "Mon–Sun 00:00–24:00")
    assert.deepStrictEqual(said("clock", "wall"), ["around the clock", "круглосуточно", "całą dobę"])
  })

  it("counts the days closed beyond the first six", () => {
    const holidays = Array.from({ length: 14 }, (_, i) => `2026-01-${String(i + 1).padStart(2, "0")}`)
    const [en] = said("clock", { hours: { mon: ["09:00-10:00"] }, holidays })
    assert.match(en ?? "", /closed on 14 days \(1 Jan 2026, .*, 6 Jan 2026, … \(\+8\)\)$/u)
  })

  it("is hours of teams, by what tells them apart", () => {
    const teams = [
      { is: { topic: "billing" }, clock: { hours: { fri: ["08:00-12:00"] }, holidays: [] } },
      { is: { touchpoint: ["chatbot", "phone"] }, clock: "wall" },
    ]
    assert.deepStrictEqual(said("teams", teams), [
      "topic: billing (Fri 08:00–12:00), touchpoint: Chatbot / phone (around the clock)",
      "topic: billing (пт 08:00–12:00), точка контакта: Чат-бот / phone (круглосуточно)",
      "topic: billing (pt. 08:00–12:00), punkt styku: Chatbot / phone (całą dobę)",
    ])
  })

  it("is rates into the currency, with the day they hold from", () => {
    const rates = [
      { currency: "EUR", rate: 4.2537 },
      { currency: "USD", rate: 4, from: "2026-01-31" },
    ]
    assert.deepStrictEqual(said("rates", rates, { currency: "PLN" }), [
      "1 EUR = 4.2537 PLN, 1 USD = 4 PLN from 31 Jan 2026",
      "1 EUR = 4,2537 PLN, 1 USD = 4 PLN с 31 янв. 2026 г.",
      "1 EUR = 4,2537 PLN, 1 USD = 4 PLN od 31 stycznia 2026",
    ])
    const daily = Array.from({ length: 400 }, () => ({ currency: "EUR", rate: 4.3 }))
    assert.match(said("rates", daily, { currency: "PLN" })[0] ?? "", /PLN, … \(\+394\)$/u)
  })

  it("is scales, amounts and numbers as the locale writes them, with the digits they have", () => {
    assert.deepStrictEqual(said("scale", { min: 0.5, max: 5 }), ["0.5–5", "0,5–5", "0,5–5"])
    assert.strictEqual(said("scale", { min: -3, max: 3 })[0], "−3 … 3")
    assert.deepStrictEqual(said("q", 0.995), ["0.995", "0,995", "0,995"])
    assert.strictEqual(said("within", 1 / 24)[0], "0.041667")
    assert.deepStrictEqual(said("cap", 5_000_000, { currency: "EUR" }), ["€50,000.00", "50 000,00 €", "50 000,00 €"])
    assert.strictEqual(said("cap", 5)[0], "5")
  })

  it("is steps, and lists of what was answered", () => {
    const is = { status: ["paid", "sent"], amount: 1.5 }
    assert.strictEqual(
      said("steps", ["chatbot", { kind: "order", is }])[1],
      "Чат-бот → Заказ (status: paid / sent, amount: 1,5)",
    )
    assert.deepStrictEqual(said("aware", { unaided: ["top-of-mind"], aided: ["yes", "aided"] }), [
      "unaided: top-of-mind, aided: yes / aided",
      "без подсказки: top-of-mind, с подсказкой: yes / aided",
      "spontaniczna: top-of-mind, wspomagana: yes / aided",
    ])
  })

  it("says that nothing is set", () => {
    assert.deepStrictEqual(said("minutes", null), ["not set", "не задано", "nie ustawiono"])
    assert.deepStrictEqual(said("except", []), ["none", "нет", "brak"])
  })

  it("leaves what nobody has named, and never writes JSON", () => {
    assert.deepStrictEqual(
      said("own", { deep: { flag: true, list: [1, null] } })[0],
      "deep: flag: true, list: 1 / not set",
    )
  })
})

describe("a filter in words", () => {
  const of = (filter: Expr) => voices.map((voice) => filterText(voice, filter))

  it("is conditions of columns, of touchpoints, profiles and linked facts", () => {
    const filter = and(
      eq(coalesce(column("channel"), inventory("channel")), "web"),
      ge(column("score"), 4.5),
      oneOf(customer("segment"), ["young", "old"]),
      not(eq(link("order", column("status")), "cancelled")),
    )
    assert.deepStrictEqual(of(filter), [
      "channel: Web; score ≥ 4.5; segment: young / old; order.status: not cancelled",
      "канал: Веб; score ≥ 4,5; сегмент: young / old; order.status: не cancelled",
      "kanał: Strona; score ≥ 4,5; segment: young / old; order.status: nie cancelled",
    ])
  })

  it("says what is stated, what is not, and brackets what would be misread", () => {
    const filter = and(
      present(column("channel")),
      not(present(column("stage"))),
      or(eq(column("a"), 1), ge(column("b"), 2)),
    )
    assert.strictEqual(of(filter)[0], "channel: stated; stage: not stated; (a: 1 or b ≥ 2)")
    assert.strictEqual(of(not(and(eq(column("a"), 1), eq(column("b"), 2))))[2], "oprócz (a: 1; b: 2)")
    assert.strictEqual(of(or(eq(column("a"), "x"), eq(column("a"), "y")))[0], "a: x / y")
  })

  it("names what became of promises", () => {
    const promise = (reduce: "any" | "every"): Expr => ({ op: "link", to: "promise", of: column("due"), reduce })
    const [kept, broken] = [and(promise("any"), promise("every")), and(promise("any"), not(promise("every")))]
    assert.deepStrictEqual(of(or(and(kept))), ["promise kept", "обещание выполнено", "obietnica dotrzymana"])
    assert.strictEqual(
      of(and(or(and(broken, not(kept))), eq(column("channel"), "web")))[0],
      "promise broken; channel: Web",
    )
    assert.strictEqual(of(or(kept, broken))[0], "promise kept or promise broken")
  })

  it("shows what only a program can read, and not all of that", () => {
    assert.strictEqual(of(shard(column("customer")))[0], '{"op":"shard","of":{"op":"column","column":"customer"}}')
    const long = eq({ op: "bucket", of: column("at"), edges: Array.from({ length: 500 }, (_, i) => i) }, 3)
    assert.lengthOf(of(long)[0] ?? "", 201)
  })
})
