// Two shops to look at: a simulated one, or the clicks of a small online shop where its file is given.
import path from "node:path"
import { Calendar } from "@touchpoint/core/time"
import { column, customer, dimension, type Dimension, eq, type Mark, mark } from "@touchpoint/core/questions"
import { recordsOf, simulateShop } from "@touchpoint/simulation"
import { type Config, csv, readRecords, rows } from "touchpoint"

/** What the funnel is asked about. */
export interface Asked {
  readonly title: string
  readonly config: Config
  readonly steps: readonly [Mark, ...ReadonlyArray<Mark>]
  /** What two segments are told apart by, and which two. */
  readonly by: Dimension
  readonly segments: readonly [string, string]
  /** Days an attempt has from its first step. */
  readonly days: number
  /** Up to when facts are complete, and the months before. */
  readonly asOf: number
  readonly months: ReadonlyArray<number>
}

const page = (name: string) => mark(name, { kind: "interaction", when: eq(column("touchpoint"), name) })

/** First instants of the months of a zone, and the first one after them. */
const monthsOf = (zone: string, first: string, count: number): ReadonlyArray<number> => {
  const calendar = Calendar.make(zone)
  const edges = [Calendar.instantOf(calendar, first) ?? 0]
  while (edges.length <= count) edges.push(Calendar.next(calendar, "month", edges.at(-1) ?? 0))
  return edges
}

/** A shop that loses those with a mobile device on the way to its checkout. */
export const simulatedShop = (customers: number): Asked => {
  const shop = simulateShop({ customers, stories: ["mobile-checkout"] })
  const tables = shop.tables()
  /** The rows of a kind, each column its own field. */
  const factsOf = (kind: string) => {
    const table = tables.get(kind)
    const records = table === undefined ? [] : [...recordsOf(table)]
    return rows(records, Object.fromEntries(Object.keys(records[0] ?? {}).map((name) => [name, name])))
  }
  const months = monthsOf(shop.zone, "2025-01-01", 18)
  return {
    title: `A simulated shop of ${customers} customers, whose checkout loses mobile visitors`,
    config: {
      zone: shop.zone,
      currency: shop.currency,
      asOf: shop.asOf,
      attributes: shop.attributes,
      facts: {
        interactions: factsOf("interaction"),
        orders: factsOf("order"),
        // Visitors known by a cookie until they sign in.
        identities: factsOf("identity"),
      },
    },
    steps: [
      page("company-website"),
      page("product-page"),
      page("shopping-cart"),
      page("checkout"),
      mark("order", { kind: "order" }),
    ],
    by: dimension("device", column("device")),
    segments: ["mobile", "desktop"],
    days: 7,
    asOf: (months.at(-1) ?? 0) - 1,
    months,
  }
}

/** The clicks of `simple-onlineshop.csv.gz`. No device is known; visitors differ in the page they came to first. */
export const onlineShop = async (folder: string): Promise<Asked> => {
  const file = path.join(folder, "simple-onlineshop.csv.gz")
  const landings = new Map((await readRecords(file)).toReversed().map((row) => [row["client_id"], row["event"]]))
  return {
    title: "A small online shop, half a year of clicks",
    config: {
      attributes: { customers: { landing: "text" } },
      facts: {
        interactions: csv(file, { customer: "client_id", at: "timestamp", touchpoint: "event" }),
        customers: rows(
          Array.from(landings, ([id = "", landing = ""]) => ({ id, landing })),
          { customer: "id", landing: "landing" },
        ),
      },
    },
    steps: [page("catalog"), page("cart"), page("delivery_choice"), page("payment_choice"), page("payment_done")],
    by: dimension("landing page", customer("landing")),
    segments: ["catalog", "main"],
    days: 7,
    asOf: Date.UTC(2020, 3, 29, 12, 48),
    months: monthsOf("UTC", "2019-11-01", 6),
  }
}
