import { type Column, concat, define, type FactTable } from "@touchpoint/core/facts"
import { nearest } from "@touchpoint/core/model"
import { LocalDay, Zone } from "@touchpoint/core/time"
import * as Schema from "effect/Schema"
import { live } from "./life/customer.ts"
import { cleanLevers, type Levers } from "./life/Levers.ts"
import { Life, MONTHS } from "./life/Life.ts"
import { ShopTime } from "./life/ShopTime.ts"
import { Sink } from "./life/Sink.ts"
import { cleanInventory, daysBefore, type InventoryInput } from "./shop/inventory.ts"
import { ShopInvalid } from "./ShopInvalid.ts"
import { stories, type StoryId, storyIds, truthOf } from "./stories/index.ts"
import type { Story, Truth } from "./stories/Story.ts"

/** What is simulated. @category shop @since 0.2.0 */
export interface ShopOptions {
  readonly customers: number
  /** A safe integer, not negative; 1 where absent. */
  readonly seed?: number
  /** Problems to plant; none where absent, which is a clean shop. */
  readonly stories?: "all" | ReadonlyArray<StoryId>
  /** First day; `2025-01-01` where absent. */
  readonly from?: string
  /** The day after the last one; `2026-07-01` where absent. */
  readonly to?: string
  /** IANA zone of the shop; `Europe/Warsaw` where absent. */
  readonly zone?: string
}

/** Which customers to simulate, and how many of them one batch holds. @category shop @since 0.2.0 */
export interface BatchOptions {
  /** First customer; 0 where absent. */
  readonly first?: number
  /** The customer after the last one; all where absent. */
  readonly until?: number
  /** Customers of one batch, and with them its memory; 10,000 where absent. */
  readonly size?: number
}

/**
 * A simulated shop. Nothing is simulated before somebody asks for its facts, and nothing is kept.
 *
 * @category shop
 * @since 0.2.0
 */
export interface Shop {
  readonly customers: number
  readonly seed: number
  readonly zone: string
  readonly currency: "PLN"
  /** Last day of the facts: everything is known up to its end. */
  readonly asOf: string
  /** Plain data, as `decodeInventory` of core reads it. */
  readonly inventory: InventoryInput
  /** Own attributes of kinds, as a configuration declares them. */
  readonly attributes: { readonly interaction: { readonly device: "text" } }
  /** What was planted. A clean shop has none. */
  readonly truth: ReadonlyArray<Truth>
  /**
   * Facts of all kinds, customers after customers: one table per kind that has rows. What belongs to no customer, such as
   * costs, comes with the first customer of each town. How customers are cut into batches changes no row.
   */
  readonly batches: (options?: BatchOptions) => Iterable<FactTable>
  /** All facts at once, one table per kind: for tests and small shops. */
  readonly tables: () => ReadonlyMap<string, FactTable>
}

/** Kinds of the shop, with its own attribute of interactions. @category shop @since 0.2.0 */
export const shopModel = define({ interaction: { attributes: { device: Schema.String } } })

const BATCH = 10_000

/**
 * Simulates a shop: the lives of its customers as facts of every kind, and the inventory it keeps of its touchpoints.
 *
 * **Details**
 *
 * The same options give the same bytes on every machine. What happens to a customer follows from the seed, the
 * customer's number and the stories alone, so shops may be simulated in shards, and a larger shop begins with the
 * customers of a smaller one. Each story changes only the facts it is about.
 *
 * **Gotchas**
 *
 * Throws {@link ShopInvalid} for options that make no shop.
 *
 * **Example** (A courier who is late)
 *
 * ```ts
 * import { simulateShop } from "@touchpoint/simulation"
 *
 * const shop = simulateShop({ customers: 100, seed: 7, stories: ["late-courier"] })
 * console.log(shop.truth.map(({ rules }) => Object.keys(rules))) // [ [ 'partner-below-sla' ] ]
 * console.log(shop.tables().get("customer")?.columns.has("segment")) // true
 * ```
 *
 * @category shop
 * @since 0.2.0
 */
export const simulateShop = (options: ShopOptions): Shop => {
  const { customers, from = "2025-01-01", seed = 1, to = "2026-07-01", zone = "Europe/Warsaw" } = options
  const wanted = options.stories === "all" ? storyIds : (options.stories ?? [])
  const issues = issuesOf({ customers, seed, from, to, zone, stories: wanted })
  if (issues.length > 0) throw new ShopInvalid({ issues })
  const told: ReadonlyArray<(typeof stories)[number]> = stories.filter(({ id }) => wanted.includes(id))
  const time = new ShopTime(zone, from, to)
  const levers = told.reduce<Levers>((before, story: Story) => story.levers?.(before) ?? before, cleanLevers)
  const asOf = daysBefore(to, 1)
  const inventory = told.reduce<InventoryInput>(
    (before, story: Story) => story.inventory?.(before, asOf) ?? before,
    cleanInventory(asOf),
  )
  const batches = function* ({ first = 0, size = BATCH, until = customers }: BatchOptions = {}): Iterable<FactTable> {
    const wrong = rangeIssues(customers, first, until, size)
    if (wrong.length > 0) throw new ShopInvalid({ issues: wrong })
    for (let start = first; start < until; start += size) {
      const sink = new Sink(shopModel, time.from, time.end)
      const life = new Life(seed, time, sink, levers)
      for (let i = start; i < Math.min(start + size, until); i++) live(life, i)
      yield* sink.finish()
    }
  }
  return {
    customers,
    seed,
    zone,
    currency: "PLN",
    asOf,
    inventory,
    attributes: { interaction: { device: "text" } },
    truth: told.map(truthOf),
    batches,
    tables: () => joined(batches()),
  }
}

type Issue = ShopInvalid["issues"][number]

const issuesOf = (options: Required<Omit<ShopOptions, "stories">> & { readonly stories: ReadonlyArray<string> }) => {
  const issues: Array<Issue> = []
  const check = (option: string, holds: boolean, problem: string) => {
    if (!holds) issues.push({ option, problem })
  }
  const { customers, from, seed, stories: ids, to, zone } = options
  check("customers", Number.isInteger(customers) && customers >= 0 && customers <= 2 ** 31, "a whole number from 0")
  check("seed", Number.isSafeInteger(seed) && seed >= 0, "a safe integer from 0")
  check("zone", Zone.isZone(zone), "a time zone of the IANA database, such as Europe/Warsaw")
  const [first, end] = [LocalDay.parse(from), LocalDay.parse(to)]
  check("from", first !== undefined, "a day such as 2025-01-01")
  check("to", end !== undefined, "the day after the last one, such as 2026-07-01")
  if (first !== undefined && end !== undefined) {
    const days = end - first
    check("to", days > 0, "the day after the last one, which must lie after from")
    check("to", days < (MONTHS - 1) * 28, "at most 18 years are simulated")
  }
  for (const id of ids) {
    const near = nearest(id, storyIds)
    const hint = near === undefined ? `there are ${storyIds.join(", ")}` : `did you mean ${near}?`
    check("stories", storyIds.includes(id as StoryId), `there is no story ${JSON.stringify(id)}; ${hint}`)
  }
  return issues
}

const rangeIssues = (customers: number, first: number, until: number, size: number): ReadonlyArray<Issue> => {
  const within = (value: number) => Number.isInteger(value) && value >= 0 && value <= customers
  const issue = (option: string, holds: boolean, problem: string) => (holds ? [] : [{ option, problem }])
  return [
    ...issue("first", within(first), `a customer from 0 to ${customers}`),
    ...issue("until", within(until), `a customer from 0 to ${customers}`),
    ...issue("size", Number.isInteger(size) && size > 0, "a whole number of customers from 1"),
  ]
}

/** Tables of one kind one under the other. */
const joined = (batches: Iterable<FactTable>): ReadonlyMap<string, FactTable> => {
  const parts = Map.groupBy(batches, ({ kind }) => kind.id)
  return new Map(
    [...parts].flatMap(([id, tables]) => {
      const [first] = tables
      if (first === undefined) return []
      const columns = new Map<string, Column>(
        [...first.columns.keys()].map((name) => [
          name,
          concat(tables.map((table) => ({ column: table.columns.get(name) ?? null, rows: table.rows }))),
        ]),
      )
      return [[id, { kind: first.kind, rows: tables.reduce((sum, { rows }) => sum + rows, 0), columns }]]
    }),
  )
}
