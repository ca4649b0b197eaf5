import { existsSync } from "node:fs"
import path from "node:path"
import process from "node:process"
import { assert, describe, it } from "@effect/vitest"
import { define, type FactKind, kindOf } from "@touchpoint/core/facts"
import * as Effect from "effect/Effect"
import { parse } from "yaml"
import { importProject, tryImport } from "../src/project/importing.ts"
import { proposalYaml } from "../src/project/propose/proposalYaml.ts"
import { propose } from "../src/project/propose/propose.ts"
import { folderWith } from "./project.ts"

const kind = (name: string) => kindOf(define(), name) as FactKind.FactKind
const proposed = (
  as: string,
  cells: Readonly<Record<string, ReadonlyArray<string>>>,
  known: { readonly file?: string; readonly touchpoints?: ReadonlySet<string> | null } = {},
) =>
  propose(
    kind(as),
    { header: Object.keys(cells), columns: new Map(Object.entries(cells)) },
    { zone: "UTC", file: "export.csv", touchpoints: null, ...known },
  )
const doubtsOf = ({ doubts }: ReturnType<typeof proposed>) => doubts.map(({ field, id }) => `${field} ${id}`)

describe("a proposal", () => {
  it("finds fields by name, in three languages and several spellings", () => {
    const answers = ["9", "10", "3"]
    const dates = ["2026-01-01", "2026-01-02", "2026-01-03"]
    for (const [customer, at, score] of [
      ["customer_id", "created_at", "nps"],
      ["CustomerID", "Submitted At", "Score"],
      ["ID клиента", "Дата ответа", "Оценка"],
      ["Id klienta", "Data odpowiedzi", "Ocena"],
      ["user.id", "timestamp", "How likely are you to recommend us to a friend?"],
      ["Custmer ID", "Timestmp", "Ratng"],
    ] as const) {
      const { leftOut, map } = proposed("feedback", { [customer]: ["a", "b", "c"], [at]: dates, [score]: answers })
      assert.deepStrictEqual(map, { customer, at, score })
      assert.deepStrictEqual(leftOut, [])
    }
  })
  it("takes no column for what its cells cannot be", () => {
    const { leftOut, map } = proposed("feedback", {
      "user language": ["en", "pl", "en"],
      "last action timestamp": ["1767225600", "1767225601", "1767225602"],
      score: ["good", "bad", "good"],
      date: ["", "", ""],
    })
    assert.deepStrictEqual(map, { at: { column: "last action timestamp", format: "epoch-s" } })
    assert.deepStrictEqual(leftOut, ["user language", "score", "date"])
  })
  it("names the format of dates, and says where day and month may be exchanged", () => {
    const formatOf = (...cells: ReadonlyArray<string>) =>
      proposed("order", { id: cells.map((_, i) => `${i}`), date: cells })
    const format = (...cells: ReadonlyArray<string>) => {
      const at = formatOf(...cells).map["at"]
      return typeof at === "object" ? at.format : at === undefined ? null : "iso"
    }
    assert.strictEqual(format("2026-01-31", "2026-02-01 10:11:12"), "iso")
    assert.strictEqual(format("31.01.2026", "01.02.2026"), "dd.MM.yyyy")
    assert.strictEqual(format("31.01.2026 10:11"), "dd.MM.yyyy HH:mm")
    assert.strictEqual(format("4/22/2016 19:57:50", "1/2/2016 1:02:03"), "MM/dd/yyyy HH:mm:ss")
    assert.strictEqual(format("20260131", "20260201"), "yyyyMMdd")
    assert.strictEqual(format("1767225600000"), "epoch-ms")
    assert.isNull(format("12", "13"))
    assert.deepStrictEqual(doubtsOf(formatOf("13/02/2026", "01/02/2026")), [])
    assert.deepStrictEqual(doubtsOf(formatOf("03/02/2026", "01/02/2026")), ["at day-or-month"])
  })
  it("finds the decimal sign, cents and words for nothing", () => {
    const { absent, map } = proposed("order", {
      "order id": ["1", "2", "3"],
      total: ["1 234,50", "12,5", "NA"],
      date: ["2026-01-01", "-", "2026-01-02"],
    })
    assert.deepStrictEqual(map["amount"], { column: "total", minor: 2, decimal: "," })
    assert.deepStrictEqual([...absent].toSorted(), ["-", "NA"])
    assert.deepStrictEqual(
      doubtsOf(proposed("order", { id: ["1", "2"], amount: ["12", "13"], currency: ["EUR", "EUR"] })),
      ["amount whole-units"],
    )
  })
  it("guesses instrument and scale, and says that they are guesses", () => {
    const of = (name: string, ...cells: ReadonlyArray<string>) =>
      proposed("feedback", { customer: cells.map(String), [name]: cells })
    assert.deepStrictEqual(of("nps", "1", "9").with, { instrument: "nps", scale: { min: 0, max: 10 } })
    assert.deepStrictEqual(of("stars", "2", "5").with, { instrument: "csat", scale: { min: 1, max: 5 } })
    assert.deepStrictEqual(of("ces", "2", "7").with, { instrument: "ces", scale: { min: 1, max: 7 } })
    assert.deepStrictEqual(doubtsOf(of("stars", "2", "5")), ["instrument instrument", "scale scale"])
  })
  it("takes the scale from the header, and counts no rows that something else rejects", () => {
    const scores = (header: string, ...cells: ReadonlyArray<string>) =>
      proposed("feedback", { customer: cells.map((_, i) => `c${i}`), [header]: cells })
    const five = ["4", "5", "1", "3"]
    for (const [header, min, max] of [
      ["Оценка (1-5)", 1, 5],
      ["Rating 1–5", 1, 5],
      ["Score, 0..10", 0, 10],
      ["Ocena od 1 do 10", 1, 10],
      ["Оценка от 1 до 7", 1, 7],
      ["score (0 to 100)", 0, 100],
    ] as const) {
      assert.deepStrictEqual(scores(header, ...five).with["scale"], { min, max }, header)
      assert.notInclude(doubtsOf(scores(header, ...five)).join(), "scale", header)
    }
    // A date, a version and a number with decimals are no scale.
    for (const header of ["score 2026-1-5", "score 1-5-2026", "score 1.0-5", "score 0-1"])
      assert.include(doubtsOf(scores(header, ...five)), "scale scale", header)
    const late = proposed("feedback", {
      customer: ["a", "b", "c"],
      date: ["01.03.2026", "02.03.2026", "31.02.2026"],
      stars: ["4", "5", "6"],
    })
    // Most dates have to be dates before a column is one.
    assert.deepStrictEqual(late.leftOut, ["date"])
    const days = [...Array.from({ length: 20 }, (_, i) => `${i + 1}.03.2026`), "31.02.2026"]
    const bad = proposed("feedback", {
      customer: days.map((_, i) => `c${i}`),
      date: days,
      stars: [...days.slice(1).map((_, i) => `${(i % 5) + 1}`), "6"],
    })
    assert.deepStrictEqual(bad.with["scale"], { min: 1, max: 5 })
    assert.notInclude(doubtsOf(bad).join(), "off-scale")
  })
  it("says where scores lie off the scale, and where they do not decide it", () => {
    const of = (cells: ReadonlyArray<string>, header = "stars") =>
      proposed("feedback", { customer: cells.map((_, i) => `c${i}`), [header]: cells })
    const many = Array.from({ length: 300 }, (_, i) => `${(i % 5) + 1}`)
    const stray = of([...many, "6"])
    assert.deepStrictEqual(stray.with["scale"], { min: 1, max: 5 })
    assert.deepInclude(stray.doubts, { id: "off-scale", field: "scale", value: "1–5", rival: "1 (6)" })
    // One of five may be anything.
    const few = of(["1", "5", "6", "3", "4"])
    assert.deepStrictEqual(few.with["scale"], { min: 1, max: 7 })
    assert.deepInclude(few.doubts, { id: "scale-guessed", field: "scale", value: "1–7", rival: "1–6" })
    assert.deepInclude(of(["1", "5", "6"], "stars (1-5)").doubts, {
      id: "off-scale",
      field: "scale",
      value: "1–5",
      rival: "1 (6)",
    })
    assert.deepStrictEqual(of(["-3", "200"]).with["scale"], { min: -3, max: 200 })
  })
  it("recognises amounts with a currency or thousands commas, and says that they are not read", () => {
    const of = (header: string, ...cells: ReadonlyArray<string>) =>
      proposed("order", { id: cells.map((_, i) => `o${i}`), [header]: cells })
    for (const [header, cell, mapped, currency] of [
      ["kwota", "1 234,56 zł", { decimal: ",", minor: 2 }, "PLN"],
      ["сумма", "1 234,56 ₽", { decimal: ",", minor: 2 }, "RUB"],
      ["сумма", "99,50 руб.", { decimal: ",", minor: 2 }, "RUB"],
      ["total", "$1,234.50", { minor: 2 }, undefined],
      ["total", "-€5.00", { minor: 2 }, "EUR"],
      ["total", "12.50 USD", { minor: 2 }, "USD"],
    ] as const) {
      const proposal = of(header, cell, cell)
      assert.deepStrictEqual(proposal.map["amount"], { column: header, ...mapped }, cell)
      assert.strictEqual(proposal.with["currency"], currency, cell)
      assert.include(doubtsOf(proposal), "amount signs", cell)
    }
    assert.notInclude(doubtsOf(of("total", "1 234,56")).join(), "signs")
    // Only of money: a code is no number.
    assert.deepStrictEqual(of("quantity", "ABC 12").leftOut, ["quantity"])
    assert.isUndefined(of("total", "1".repeat(100_000), "x").map["amount"])
  })
  it("warns where two words become one touchpoint, and where the inventory has none", () => {
    const page = { page: ["cart", "basket", "checkout", "newsletter"], customer: ["a", "b", "c", "d"] }
    const { doubts, map } = proposed("interaction", page, {
      touchpoints: new Set(["shopping-cart", "email-newsletter"]),
    })
    assert.deepStrictEqual(map["touchpoint"], {
      column: "page",
      values: { cart: "shopping-cart", basket: "shopping-cart", newsletter: "email-newsletter" },
    })
    assert.deepInclude(doubts, {
      id: "one-touchpoint",
      field: "touchpoint",
      value: "shopping-cart",
      rival: "cart, basket",
    })
    assert.deepInclude(doubts, { id: "not-in-inventory", field: "touchpoint", value: "checkout" })
    // Cells that may be people are counted and not shown.
    const people = { page: ["Anna", "Jan", "cart"], customer: ["a", "b", "c"] }
    const odd = proposed("interaction", people, { touchpoints: new Set(["shopping-cart"]) })
    assert.deepInclude(odd.doubts, { id: "not-in-inventory", field: "touchpoint", value: "2" })
  })
  it("translates names of touchpoints and words of closed lists", () => {
    const touchpoints = { place: ["Доставка", "Newsletter", "ours"], customer: ["a", "b", "c"] }
    assert.deepStrictEqual(proposed("interaction", touchpoints).map["touchpoint"], {
      column: "place",
      values: { Доставка: "courier-delivery", Newsletter: "email-newsletter" },
    })
    // Of a project's own touchpoints only.
    const known = { touchpoints: new Set(["ours", "courier-delivery"]) }
    assert.deepStrictEqual(proposed("interaction", touchpoints, known).map["touchpoint"], {
      column: "place",
      values: { Доставка: "courier-delivery" },
    })
    const contacts = { customer: ["a", "b", "c"], type: ["promo", "survey", "sms"], template: ["x", "y", "z"] }
    const { doubts, map } = proposed("contact", contacts)
    // Our own words as well: what is not named is absent.
    assert.deepStrictEqual(map["class"], {
      column: "type",
      values: { survey: "survey", promo: "marketing" },
      otherwise: "absent",
    })
    assert.deepInclude(doubts, {
      id: "strange-words",
      field: "class",
      value: "sms",
      rival: "marketing, transactional, reminder, survey, occasion",
    })
  })
  it("takes the date left beside a due date for that of the fulfilment, not of the promise", () => {
    const parcels = { parcel: ["1", "2"], promised_day: ["2026-01-05", "2026-01-06"] }
    const named = proposed("promise", { ...parcels, arrived: ["2026-01-04", "2026-01-09"] })
    assert.deepStrictEqual([named.map["fulfilledAt"], named.map["at"]], ["arrived", undefined])
    const left = proposed("promise", { ...parcels, scanned: ["2026-01-04", "2026-01-09"] })
    assert.deepStrictEqual([left.map["fulfilledAt"], left.map["at"]], ["scanned", undefined])
    assert.deepInclude(left.doubts, { id: "only-dates", field: "fulfilledAt" })
  })
  it("takes the touchpoint from the file's name, and misses what is nowhere", () => {
    const cells = { customer: ["a", "b"], sent: ["2026-01-01", "2026-01-02"] }
    assert.deepStrictEqual(proposed("contact", cells, { file: "newsletter-2026.csv" }).with, {
      touchpoint: "email-newsletter",
    })
    assert.deepStrictEqual(proposed("contact", cells).missing, ["touchpoint"])
  })
  it("is not led astray by hostile names", () => {
    const odd = { __proto__x: ["1"], constructor: ["a"], "": ["b"], "a\u001B[31m\n: - #": ["c"], toString: ["d"] }
    const { leftOut, map } = proposed("order", odd)
    assert.deepStrictEqual(map, {})
    assert.lengthOf(leftOut, 5)
  })
  it("is YAML that says the same, in every language, whatever a file is called", () => {
    const proposal = proposed("order", {
      id: ["1", "2"],
      "Total: #\n\u001B[31m": ["1,5", "2,5"],
      date: ["01/02/2026", "02/02/2026"],
    })
    for (const locale of ["en", "ru", "pl"] as const) {
      const file = `we"ird'\u001B[31m #x: - y\n.csv`
      const text = proposalYaml(proposal, {
        locale,
        format: "csv",
        file,
        headerRow: 1,
        plural: "orders",
        head: ["head"],
        foot: ["foot"],
      })
      assert.notMatch(text, /(?![\t\n])\p{Cc}/u)
      const { orders } = (parse(text) as { readonly facts: { readonly orders: object } }).facts
      assert.deepStrictEqual(orders, { csv: file, map: proposal.map })
      assert.include(text, "dd/MM/yyyy")
    }
  })
})

/** Where real exports lie, for those who have them. */
const folder = process.env["TOUCHPOINT_DATA"]
const there = folder !== undefined && existsSync(path.join(folder, "analytics-exports"))
if (!there) console.log("note: proposals for real exports not tried, TOUCHPOINT_DATA names no folder with them")

for (const exports of there ? [folder] : [])
  describe("real exports", () => {
    const mapOf = async (name: string, as: string) => {
      const project = await Effect.runPromise(importProject(null, folderWith()))
      const { decoded, proposal } = await Effect.runPromise(
        tryImport(path.join(exports ?? "", name), kind(as), project, null),
      )
      const columns = Object.entries(proposal.map).map(([field, mapped]) => [
        field,
        typeof mapped === "string" ? mapped : mapped.column,
      ])
      return { map: Object.fromEntries(columns) as Record<string, string>, rejects: decoded?.rejects.report().count }
    }

    it("of orders", async () => {
      const { map, rejects } = await mapOf("analytics-exports/shopify_orders.csv", "order")
      assert.include(map, { customer: "customer_id", at: "created_at", amount: "total_price", currency: "currency" })
      assert.strictEqual(rejects, 0)
    })
    it("of web analytics", async () => {
      const ga4 = await mapOf("analytics-exports/ga4_bigquery_events_flat.csv", "interaction")
      assert.include(ga4.map, {
        customer: "user_id",
        at: "timestamp",
        touchpoint: "name",
        session: "param_ga_session_id",
      })
      const mixpanel = await mapOf("analytics-exports/mixpanel_events.csv", "interaction")
      assert.deepStrictEqual(mixpanel.map, {
        eventId: "event_id",
        customer: "distinct_id",
        at: "time",
        touchpoint: "name",
      })
      const matomo = await mapOf("analytics-exports/matomo_live_visits_utf16le.csv", "interaction")
      assert.include(matomo.map, { at: "lastActionDateTime", session: "idVisit", durationMs: "visitDuration" })
      assert.deepStrictEqual([ga4.rejects, mixpanel.rejects, matomo.rejects], [0, 0, 0])
    })
    it("of surveys: two header rows of Qualtrics are rejects", async () => {
      const qualtrics = await mapOf("survey-exports/qualtrics_three_header_rows.csv", "feedback")
      assert.deepStrictEqual(qualtrics, { map: { eventId: "ResponseId", at: "RecordedDate" }, rejects: 2 })
      const forms = await mapOf("survey-exports/google_forms_jupyter_education.csv", "feedback")
      assert.deepStrictEqual(forms, { map: { at: "Timestamp" }, rejects: 0 })
    })
  })
