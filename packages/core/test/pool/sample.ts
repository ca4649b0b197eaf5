import { type Column, define, type Facts, type FactTable } from "@touchpoint/core/facts"
import { Inventory, standardStages } from "@touchpoint/core/model"
import {
  column,
  credit,
  creditDefaults,
  dimension,
  eq,
  funnel,
  funnelDefaults,
  ge,
  inventory,
  mark,
  pathDefaults,
  paths,
  pressure,
  type Question,
  recurrence,
  tally,
  trails,
  transitionDefaults,
  transitions,
  unitMoments,
} from "@touchpoint/core/questions"
import { Calendar } from "@touchpoint/core/time"

const DAY = 86_400_000
const touchpoints = ["ad", "search", "site", "shop", "mail"]
const model = define()

/** A generator of pseudo-random whole numbers below a bound (Lehmer's). */
const below = (seed: number) => (bound: number) => {
  seed = (seed * 48_271) % 2_147_483_647
  return seed % bound
}

const numbers = (rows: number, of: (row: number) => number): Column => ({
  type: "number",
  values: Float64Array.from({ length: rows }, (_, row) => of(row)),
})

const texts = (rows: number, dictionary: ReadonlyArray<string>, of: (row: number) => number): Column => ({
  type: "text",
  dictionary,
  codes: Int32Array.from({ length: rows }, (_, row) => of(row)),
})

/** A table whose customers are in an order of their own, as every source has another; some rows have none. */
const table = (kind: "interaction" | "order", rows: number, customers: number, seed: number): FactTable => {
  const next = below(seed)
  const ids = Array.from({ length: customers }, (_, i) => `customer-${(i * 7 + seed) % customers}`)
  return {
    kind: model.kinds[kind],
    rows,
    columns: new Map([
      ["source", texts(rows, ["test"], () => 0)],
      ["customer", texts(rows, ids, () => next(customers + 1) - 1)],
      ["at", numbers(rows, () => next(90) * DAY + next(5) * 1000)],
      ["sequence", numbers(rows, (row) => row)],
      kind === "order"
        ? ["amount", numbers(rows, () => next(10_000))]
        : ["touchpoint", texts(rows, touchpoints, () => next(5))],
    ]),
  }
}

/** Interactions and orders of a hundred customers. */
export const facts: Facts = {
  model,
  calendar: Calendar.make("UTC"),
  inventory: new Inventory({
    touchpoints: touchpoints.map((id) => ({ id, stage: standardStages[id === "mail" ? 2 : 0]?.id ?? "" })),
  }),
  tables: new Map([
    ["interaction", table("interaction", 3000, 100, 11)],
    ["order", table("order", 400, 90, 5)],
  ]),
  watermarks: new Map([["order", { at: 90 * DAY, inferred: true }]]),
  bands: new Map(),
  sources: [],
  rejects: [],
}

const months = [0, 30 * DAY, 60 * DAY, 90 * DAY]
const touched = (id: string) => mark(id, { kind: "interaction", when: eq(column("touchpoint"), id) })
const both = {
  kinds: ["interaction", "order"] as const,
  marks: [touched("ad"), touched("site"), mark("order", { kind: "order" })],
}
const interactions = { kinds: ["interaction"] as const, marks: both.marks.slice(0, 2) }
const count = { n: { stat: "count" } } as const

/** Questions of every shape, shared by units, by rows and not at all. */
export const questions: ReadonlyArray<Question> = [
  tally("interaction", count),
  tally(
    "interaction",
    { ...count, who: { stat: "units", of: "customer" } },
    { by: [dimension("stage", inventory("stage"))] },
  ),
  tally("interaction", { who: { stat: "units", of: "customer" }, where: { stat: "units", of: "touchpoint" } }),
  tally(
    "order",
    { paid: { stat: "moments", of: column("amount") } },
    { edges: months, pick: { take: "latest", per: "customer" } },
  ),
  tally("order", { paid: { stat: "histogram", of: column("amount") } }, { among: ge(column("amount"), 9000) }),
  unitMoments(
    "order",
    "customer",
    { orders: { agg: "count" }, paid: { agg: "sum", of: column("amount") } },
    {
      again: { stat: "proportion", of: ge(column("orders"), 2) },
      both: { stat: "products", of: [column("orders"), column("paid")] },
    },
  ),
  trails(
    funnel,
    { ...funnelDefaults, steps: ["ad", "site", "order"], within: 30 * DAY },
    { ...both, open: { edges: months } },
  ),
  trails(
    credit,
    { ...creditDefaults, conversion: "order", touch: "site", rules: [{ rule: "first" }, { rule: "linear" }] },
    both,
  ),
  trails(
    recurrence,
    { mark: "order", horizons: [20 * DAY], apart: 0, asOf: 90 * DAY },
    { ...both, kinds: ["order"], marks: both.marks.slice(2) },
  ),
  trails(transitions, transitionDefaults, interactions),
  trails(paths, { ...pathDefaults, longest: 4 }, interactions),
  trails(pressure, { clock: { kind: "rolling", length: 7 * DAY }, packages: "each", among: null }, interactions),
]
