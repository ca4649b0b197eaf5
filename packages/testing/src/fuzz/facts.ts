import type { Field } from "@touchpoint/core/facts"
import { Inventory } from "@touchpoint/core/model"
import * as fc from "fast-check"
import { type Cell, type FactsSpec, kinds } from "./FactsSpec.ts"

/** Kinds that random facts have. @category fuzz @since 0.1.0 */
export const generated = ["interaction", "contact", "feedback", "order", "order-line", "refund", "promise", "customer"]

/** Kinds of which random facts have a few, with a few rows: nothing refers to them. @category fuzz @since 0.2.0 */
export const occasional = [
  "enquiry-event",
  "referral",
  "audit-item",
  "cost",
  "exposure",
  "subscription",
  "consent",
  "population",
]

const day = 86_400_000
const spring = Date.UTC(2018, 2, 25, 1)
const autumn = Date.UTC(2018, 9, 28, 1)

/** Instants that are easy to get wrong: around the changes of summer time, midnights, 1970 and before. @category fuzz @since 0.1.0 */
export const instants: ReadonlyArray<number> = [spring, autumn, Date.UTC(2018, 5, 1), 0]
  .flatMap((at) => [at, at - 1, at + 1, at + 3_600_000, at - 3_600_000, at + day, at - day])
  .toSorted((a, b) => a - b)

/** Texts that are easy to get wrong. @category fuzz @since 0.1.0 */
export const texts: ReadonlyArray<string> = [
  "a",
  "b",
  "",
  "__proto__",
  "constructor",
  "😀",
  "\u0000",
  "null",
  "1",
  "\uFFFF",
]

/** Touchpoints of random facts; the last is in no inventory. @category fuzz @since 0.1.0 */
export const touchpoints: ReadonlyArray<string> = ["web", "shop", "constructor", "stray"]

const instant = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...instants) },
  { weight: 1, arbitrary: fc.integer({ min: spring, max: autumn }) },
)
const ids = ["o0", "o1", "o2", "o3", "o4", "o5"]
const customers = ["c1", "c2", "c3", "c4", "__proto__", ""]

const special: ReadonlyMap<string, fc.Arbitrary<Cell>> = new Map<string, fc.Arbitrary<Cell>>([
  ["source", fc.constantFrom("crm", "shop")],
  ["eventId", fc.constantFrom(...ids)],
  ["orderId", fc.constantFrom(...ids)],
  ["refundOf", fc.constantFrom(...ids)],
  ["contactId", fc.constantFrom(...ids)],
  ["customer", fc.constantFrom(...customers)],
  ["session", fc.constantFrom("s1", "s2", "s3")],
  ["packageId", fc.constantFrom("p1", "p2", "__proto__")],
  ["touchpoint", fc.constantFrom(...touchpoints)],
  ["sequence", fc.integer({ min: 0, max: 2 })],
  ["amount", fc.integer({ min: -500, max: 5000 })],
  ["weight", fc.constantFrom(1, 1, 0.125, 0.5, 2.5, 0)],
  ["score", fc.oneof(fc.integer({ min: 0, max: 10 }), fc.constantFrom(0.1, 0.2, 0.3, 7.7, -1.5))],
])

const cellOf = (name: string, field: Field): fc.Arbitrary<Cell> => {
  const own = special.get(name)
  if (own !== undefined) return own
  if (field.values !== undefined) return fc.constantFrom(...field.values)
  if (field.type === "text") return fc.constantFrom(...texts)
  if (field.type === "instant") return instant
  if (field.type === "boolean") return fc.boolean()
  return fc.constantFrom(0, 1, 2, 3, -1, 10, ...(field.type === "number" ? [0.5, 2.25] : [1000]))
}

type Rows = ReadonlyArray<ReadonlyMap<string, Cell>>

const tableOf = (id: string, maxLength = 60): fc.Arbitrary<Rows> => {
  const fields = Object.entries(kinds.get(id)?.fields ?? {})
  const cells = fields.map(([name, field]) =>
    fc.oneof(
      { weight: name === "weight" ? 1 : 5, arbitrary: cellOf(name, field) },
      { weight: 1, arbitrary: fc.constant(null) },
    ),
  )
  const full = fc.array(fc.tuple(...cells), { maxLength, size: "medium" })
  const unmapped = fc.subarray(
    fields.map(([name]) => name).filter((name) => name !== "source"),
    { maxLength: 4 },
  )
  const mode = fc.record({ tidy: fc.boolean(), weights: fc.constantFrom("some", "ones", "none") })
  return fc.tuple(full, unmapped, mode).map(([rows, without, { tidy, weights }]) =>
    rows.map((row, place) => {
      const named = fields.flatMap(([name], i): ReadonlyArray<readonly [string, Cell]> => {
        if (without.includes(name) || (name === "weight" && weights === "none")) return []
        // A tidy table has every id once, so that links lead to one row.
        if (tidy && (id === "promise" ? name === "orderId" : name === "eventId")) return [[name, `o${place}`]]
        return [[name, weights === "ones" && name === "weight" ? 1 : (row[i] ?? null)]]
      })
      return new Map(named)
    }),
  )
}

const inventory = fc
  .array(
    fc.record({
      stage: fc.constantFrom("before-purchase", "during-purchase", "after-purchase"),
      category: fc.constantFrom("store", "content", null),
      channel: fc.constantFrom("web", "store", "kiosk", null),
      party: fc.constantFrom("brand", "partner", "courier", null),
      owner: fc.constantFrom("Ann", "constructor", null),
    }),
    { maxLength: 3 },
  )
  .map(
    (entries) =>
      new Inventory({
        touchpoints: entries.map(({ stage, category, channel, party, owner }, i) => ({
          id: touchpoints[i] ?? "",
          stage,
          ...(category === null ? {} : { category }),
          ...(channel === null ? {} : { channel }),
          ...(party === null ? {} : { party }),
          ...(owner === null ? {} : { owner }),
        })),
        channels: [{ id: "kiosk", mode: "offline" }],
        parties: [{ id: "courier", kind: "partner" }],
      }),
  )

/** Random facts. @category fuzz @since 0.1.0 */
export const spec: fc.Arbitrary<FactsSpec> = fc
  .tuple(
    fc.tuple(
      ...generated.map((id) =>
        fc.oneof({ weight: 12, arbitrary: tableOf(id) }, { weight: 1, arbitrary: fc.constant(null) }),
      ),
    ),
    fc.tuple(
      ...occasional.map((id) =>
        fc.oneof(
          { withCrossShrink: true },
          { weight: 2, arbitrary: fc.constant(null) },
          { weight: 1, arbitrary: tableOf(id, 20) },
        ),
      ),
    ),
    fc.oneof({ weight: 9, arbitrary: inventory }, { weight: 1, arbitrary: fc.constant(null) }),
  )
  .map(([tables, few, entries]) => {
    const named = (kindIds: ReadonlyArray<string>, some: ReadonlyArray<Rows | null>) =>
      some.flatMap((rows, i) => (rows === null ? [] : [[kindIds[i] ?? "", rows] as const]))
    return { tables: new Map([...named(generated, tables), ...named(occasional, few)]), inventory: entries }
  })
