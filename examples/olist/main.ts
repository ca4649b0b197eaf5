// Orders, promised and actual delivery, review scores of the Brazilian marketplace Olist (a designed sample).
// Its licence (CC BY-NC-SA 4.0) forbids shipping it: give the folder that holds the tables.
// Run: npm run olist -- --data <folder>
import path from "node:path"
import { pathToFileURL } from "node:url"
import { analyze, expr, rows } from "touchpoint"
import { dataFolder, readTables } from "./tables.ts"

const folder = dataFolder(process.argv)
if (folder === null) {
  console.log("olist: skipped, no data; give --data <folder with olist_orders_dataset.csv.gz …> or OLIST_DATA")
  process.exit(0)
}
const tables = await readTables(folder)

const common = {
  title: "Olist: do sellers keep their delivery promises?",
  zone: "America/Sao_Paulo",
  asOf: "2018-10-22",
}
const promiseMap = {
  eventId: "promise",
  customer: "customer",
  at: "order_purchase_timestamp",
  due: "order_estimated_delivery_date",
  fulfilledAt: "order_delivered_customer_date",
  orderId: "order_id",
  weight: "weight",
  status: "order_status",
  cancelledBy: {
    column: "order_status",
    values: { canceled: "customer", unavailable: "brand" },
    otherwise: "absent",
  },
} as const
const reviews = rows(
  tables.reviews,
  {
    eventId: "review_id",
    orderId: "order_id",
    at: "review_answer_timestamp",
    score: "review_score",
    weight: "weight",
  },
  { instrument: "csat", scale: { min: 1, max: 5 }, touchpoint: "delivery" },
  // One review can belong to several orders: it is then one answer about each.
  { name: "reviews", key: ["eventId", "orderId"] },
)
const promises = (
  records: typeof tables.promisesBySeller | typeof tables.promisesByOrder,
  map: Record<string, string>,
) =>
  rows(
    records,
    { ...promiseMap, ...map },
    { dueRule: "day", party: "seller", touchpoint: "delivery" },
    { name: "orders" },
  )

const report = await analyze(
  {
    ...common,
    inventory: "inventory.yaml",
    attributes: { promise: { status: "text", seller: "text", sellerState: "text" } },
    facts: {
      promises: promises(tables.promisesBySeller, { part: "seller", seller: "seller", sellerState: "sellerState" }),
      feedback: reviews,
    },
    metrics: [
      { id: "promise-keeping", rule: "day" },
      { id: "promise-keeping", rule: "instant" },
      { id: "promise-keeping", rule: "day", weights: "ignore" },
      { id: "promise-keeping", rule: "instant", weights: "ignore" },
      { id: "csat" },
      { id: "csat", form: "mean", by: "promise", versus: { promise: "kept" } },
      { id: "csat", by: "promise", versus: { promise: "kept" } },
      { id: "promise-keeping", rule: "day", every: "month" },
      { id: "promise-keeping", rule: "day", by: "sellerState" },
    ],
    names: { dimension: { sellerState: "Seller’s state", promise: "Delivery promise" } },
  },
  { base: import.meta.dirname },
)

// The published figures speak of delivered orders only, one promise per order, without weights. The same here, beside them.
const delivered = expr.and(expr.eq(expr.column("status"), "delivered"), expr.present(expr.column("fulfilledAt")))
const reviewOfDelivered = expr.link("promise", delivered, "any")
const check = (rule: "instant" | "day") =>
  analyze(
    {
      ...common,
      attributes: { promise: { status: "text" } },
      facts: { promises: { ...promises(tables.promisesByOrder, {}), with: { dueRule: rule } }, feedback: reviews },
      metrics: [
        { id: "promise-keeping", rule, weights: "ignore", where: delivered },
        { id: "csat", form: "mean", weights: "ignore", by: "promise", where: reviewOfDelivered },
      ],
      rules: { extends: "none" },
    },
    { base: import.meta.dirname },
  )
const published = {
  instant: { late: 941, of: 11493, kept: { n: 10610, mean: 4.2823 }, broken: { n: 935, mean: 2.4963 } },
  day: { late: 776, of: 11493, kept: { n: 10776, mean: 4.2763 }, broken: { n: 769, mean: 2.1951 } },
}
console.log("Delivered orders only, unweighted: published | touchpoint")
for (const rule of ["instant", "day"] as const) {
  const figures = published[rule]
  const [keeping, kept, broken] = (await check(rule)).measurements
  const late = (keeping?.denominator ?? 0) - (keeping?.numerator ?? 0)
  console.log(
    `  late by ${rule === "instant" ? "timestamp" : "calendar day"}: ${figures.late} of ${figures.of} | ${late} of ${keeping?.denominator}`,
  )
  console.log(
    `    reviews, promise kept:   n ${figures.kept.n}, mean ${figures.kept.mean} | n ${kept?.n}, mean ${kept?.value?.toFixed(4)}`,
  )
  console.log(
    `    reviews, promise broken: n ${figures.broken.n}, mean ${figures.broken.mean} | n ${broken?.n}, mean ${broken?.value?.toFixed(4)}`,
  )
}
console.log("No repeat rate: orders were sampled, not customers, so most second orders of a customer are missing here.")

const file = await report.save("out/report.html")
console.log(`\nThe report: ${path.relative(process.cwd(), file)}\n  ${pathToFileURL(file).href}`)
