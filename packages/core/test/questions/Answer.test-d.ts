import { Count, Moments } from "@touchpoint/core/moments"
import { type Answer, column, merge, tally, unitMoments } from "@touchpoint/core/questions"

const rows = tally("order", { n: { stat: "count" }, revenue: { stat: "sum", of: column("amount") } })
const buyers = tally("order", { buyers: { stat: "units", of: "customer" } })
const totals = unitMoments(
  "order",
  "customer",
  { revenue: { agg: "sum", of: column("amount") } },
  { revenue: { stat: "moments", of: column("revenue") } },
)

declare const ofRows: Answer<typeof rows>
declare const ofBuyers: Answer<typeof buyers>
declare const ofTotals: Answer<typeof totals>
declare const ofAny: Answer

// Events add up over shards of customers and over time, units over shards only.
merge(ofRows, ofRows, "time")
merge(ofBuyers, ofBuyers)
merge(ofTotals, ofTotals, "unit")

// @ts-expect-error: seven daily counts of buyers are no weekly one
merge(ofBuyers, ofBuyers, "time")

// @ts-expect-error: a customer's totals of two days are not two customers
merge(ofTotals, ofTotals, "time")

// @ts-expect-error: answers to two questions
merge(ofRows, ofBuyers)

// What is not known when compiling is refused when running.
merge(ofAny, ofAny, "time")

// @ts-expect-error: states of two moments
Moments.merge(Moments.empty, Count.empty)
