import { column, dimension, tally, unitMoments } from "@touchpoint/core/questions"
import { specOf } from "../fuzz/FactsSpec.ts"
import type { GoldenCase } from "./GoldenCase.ts"

const DAY = 86_400_000
const order = (eventId: string, amount: number, customer = "one", at = 0) => ({
  source: "golden",
  eventId,
  customer,
  at,
  amount,
  currency: "EUR",
})

/** Sums and distinct counts that joins and periods inflate. @category golden @since 0.2.0 */
export const amountCases: ReadonlyArray<GoldenCase> = [
  {
    name: "fan-out, Datus-agent#1426: orders with several refunds are summed once",
    facts: specOf({
      order: [order("a", 100), order("b", 200), order("c", 400)],
      refund: ["a", "a", "a", "b", "b", "c"].map((refundOf, i) => ({ source: "golden", eventId: `r${i}`, refundOf })),
    }),
    question: tally("order", { revenue: { stat: "sum", of: column("amount") } }),
    read: ({ revenue }) => (revenue as { readonly sum: number }).sum,
    expected: 700,
  },
  {
    name: "units, databuddy#180: a visitor of three days is one",
    facts: specOf({ order: [0, 1, 2].map((day) => order(`o${day}`, 1, "one", day * DAY)) }),
    question: tally("order", { buyers: { stat: "units", of: "customer" } }),
    read: ({ buyers }) => (buyers as { readonly n: number }).n,
    expected: 1,
  },
  {
    name: "a sum of cents beyond 2^31 is exact",
    facts: specOf({ order: Array.from({ length: 9 }, (_, i) => order(`o${i}`, 4_000_000_001)) }),
    question: tally(
      "order",
      { revenue: { stat: "sum", of: column("amount") } },
      { by: [dimension("currency", column("currency"))] },
    ),
    read: ({ revenue }) => (revenue as { readonly sum: number }).sum,
    expected: 36_000_000_009,
  },
  {
    name: "variance far from 0 keeps its digits (Chan, Golub, LeVeque)",
    facts: specOf({ order: [4, 7, 13, 16].map((x) => order(`o${x}`, 1e9 + x, `c${x}`)) }),
    question: unitMoments(
      "order",
      "customer",
      { spent: { agg: "sum", of: column("amount") } },
      { spending: { stat: "moments", of: column("spent") } },
    ),
    read: ({ spending }) => {
      const { m2, mean, n } = spending as { readonly n: number; readonly mean: number; readonly m2: number }
      return [n, mean, m2]
    },
    expected: [4, 1_000_000_010, 90],
  },
]
