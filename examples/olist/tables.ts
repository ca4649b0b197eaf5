// Joins the tables of the Olist publication into the rows that facts are mapped from.
import { existsSync } from "node:fs"
import path from "node:path"
import { readRecords } from "touchpoint"

type Row = Readonly<Record<string, string>>

/** The folder with the tables: given by `--data` or OLIST_DATA. */
export const dataFolder = (args: ReadonlyArray<string>): string | null => {
  const at = args.indexOf("--data")
  const folder = at >= 0 ? args[at + 1] : process.env["OLIST_DATA"]
  return folder !== undefined && existsSync(path.join(folder, "olist_orders_dataset.csv.gz")) ? folder : null
}

/** Orders with their person, weight, sellers and reviews. */
export const readTables = async (folder: string) => {
  const read = (name: string) => readRecords(path.join(folder, name))
  const [orders, customers, items, sellers, reviews, design] = await Promise.all([
    read("olist_orders_dataset.csv.gz"),
    read("olist_customers_dataset.csv.gz"),
    read("olist_order_items_dataset.csv.gz"),
    read("olist_sellers_dataset.csv"),
    read("olist_order_reviews_dataset.csv.gz"),
    read("sample_design.csv"),
  ])
  const person = new Map(customers.map((row) => [row["customer_id"], row["customer_unique_id"]] as const))
  const state = new Map(sellers.map((row) => [row["seller_id"], row["seller_state"]] as const))
  // Orders were sampled by status: each stands for so many orders of the publication.
  const weight = new Map(
    design.map(
      (row) => [row["order_status"], Number(row["population_orders"]) / Number(row["sample_orders"])] as const,
    ),
  )
  const sellersOf = Map.groupBy(items, (row) => row["order_id"])
  const statusOf = new Map(orders.map((row) => [row["order_id"], row["order_status"]] as const))
  const common = (order: Row) => ({
    ...order,
    customer: person.get(order["customer_id"]),
    weight: weight.get(order["order_status"]),
  })
  return {
    /** One promise per order: what the customer was told. */
    promisesByOrder: orders.map((order) => ({ ...common(order), promise: order["order_id"] })),
    /** One promise per order and seller: who has to keep it. Orders without items keep one, of no seller. */
    promisesBySeller: orders.flatMap((order) => {
      const own = new Set((sellersOf.get(order["order_id"]) ?? []).map((item) => item["seller_id"]))
      if (own.size === 0) own.add(undefined)
      return [...own].map((seller) => ({
        ...common(order),
        promise: `${order["order_id"]}/${seller ?? ""}`,
        seller,
        sellerState: state.get(seller),
      }))
    }),
    reviews: reviews.map((review) => ({ ...review, weight: weight.get(statusOf.get(review["order_id"])) })),
  }
}
