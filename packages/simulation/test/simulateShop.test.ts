import { assert, describe, it } from "@effect/vitest"
import { cell, standardKinds } from "@touchpoint/core/facts"
import { decodeInventory } from "@touchpoint/core/model"
import { factsOfShop, ShopInvalid, simulateShop, type StoryId } from "@touchpoint/simulation"
import * as Effect from "effect/Effect"
import { hashOf, recordsByKind } from "./shops.ts"

const CUSTOMERS = 400
const shops = [
  { name: "a clean shop", shop: simulateShop({ customers: CUSTOMERS, seed: 11 }) },
  { name: "a shop with every story", shop: simulateShop({ customers: CUSTOMERS, seed: 11, stories: "all" }) },
]

describe.each(shops)("$name", ({ shop }) => {
  const tables = shop.tables()
  const rows = recordsByKind(tables.values())

  it("has facts of every kind", () => {
    assert.sameMembers(Object.keys(rows), Object.keys(standardKinds))
  })

  it("is the same again, and another with another seed", () => {
    const { customers, seed, truth } = shop
    const again = simulateShop({ customers, seed, ...(truth.length > 0 ? { stories: "all" } : {}) })
    assert.strictEqual(hashOf(recordsByKind(again.tables().values())), hashOf(rows))
    const other = simulateShop({ customers, seed: seed + 1 })
    assert.notStrictEqual(hashOf(recordsByKind(other.tables().values())), hashOf(rows))
  })

  it("is the same however customers are cut into batches and shards", () => {
    for (const size of [1, 37, 10_000])
      assert.strictEqual(hashOf(recordsByKind(shop.batches({ size }))), hashOf(rows), `batches of ${size}`)
    const shards = [
      { first: 0, until: 150 },
      { first: 150, until: 151 },
      { first: 151, until: CUSTOMERS },
    ].flatMap((range) => [...shop.batches(range)])
    assert.strictEqual(hashOf(recordsByKind(shards)), hashOf(rows))
  })

  it("begins a larger shop", () => {
    const { customers, truth } = shop
    const larger = simulateShop({ customers: customers * 2, seed: 11, ...(truth.length > 0 ? { stories: "all" } : {}) })
    assert.strictEqual(hashOf(recordsByKind(larger.batches({ until: customers }))), hashOf(rows))
  })

  it("keeps to its fields: declared columns, required values, allowed words, bounds, integers", () => {
    for (const { columns, kind, rows: count } of tables.values())
      for (const [name, column] of columns) {
        const field = kind.fields[name]
        assert.isDefined(field, `${kind.id} has no field ${name}`)
        if (field === undefined) continue
        assert.strictEqual(column.type, field.type === "text" ? "text" : "number", `${kind.id}.${name}`)
        assert.strictEqual(column.type === "text" ? column.codes.length : column.values.length, count)
        if (column.type === "text")
          assert.strictEqual(new Set(column.dictionary).size, column.dictionary.length, `${kind.id}.${name} repeats`)
        for (let row = 0; row < count; row++) {
          const value = cell(column, row)
          const at = `${kind.id}.${name}[${row}] = ${value}`
          if (value === null) {
            assert.isFalse(field.required, at)
            continue
          }
          if (field.values !== undefined) assert.include(field.values, value, at)
          if (typeof value !== "number") continue
          if (field.type !== "number") assert.isTrue(Number.isSafeInteger(value), at)
          if (field.min !== undefined) assert.isAtLeast(value, field.min, at)
          if (field.max !== undefined) assert.isAtMost(value, field.max, at)
        }
      }
  })

  it("has every required field of every kind", () => {
    const lacking = [...tables.values()].flatMap(({ columns, kind }) =>
      Object.entries(kind.fields).flatMap(([name, { required }]) =>
        required && !columns.has(name) ? [`${kind.id}.${name}`] : [],
      ),
    )
    assert.deepStrictEqual(lacking, [])
  })

  it("lies within its time", () => {
    const [from, end] = ["2024-12-31T23:00:00Z", "2026-06-30T22:00:00Z"]
    for (const [kind, records] of Object.entries(rows))
      for (const record of records)
        for (const name of ["at", "deliveredAt", "fulfilledAt", "acceptedAt"]) {
          const value = record[name] ?? null
          if (typeof value !== "string") continue
          assert.isTrue(value < end, `${kind}.${name} ${value}`)
          // A profile and a consent are valid from the day of registration, which may be earlier.
          if (!["customer", "consent"].includes(kind)) assert.isTrue(value >= from, `${kind}.${name} ${value}`)
        }
  })

  it("refers only to what is there", () => {
    const ids = (kind: string, column = "eventId") => new Set((rows[kind] ?? []).map((record) => record[column]))
    const [orders, contacts, customers] = [ids("order"), ids("contact"), ids("customer", "customer")]
    const listed = new Set<unknown>(shop.inventory.touchpoints.map(({ id }) => id))
    const parties = new Set<unknown>(["brand", ...shop.inventory.parties.map(({ id }) => id)])
    const aliases = ids("identity", "alias")
    for (const [kind, records] of Object.entries(rows))
      for (const record of records) {
        const refers = (column: string, to: ReadonlySet<unknown>) => {
          const value = record[column] ?? null
          if (value !== null) assert.isTrue(to.has(value), `${kind}.${column}: ${String(value)} is not there`)
        }
        refers("orderId", orders)
        refers("refundOf", orders)
        refers("contactId", contacts)
        refers("canonical", customers)
        refers("touchpoint", listed)
        refers("party", parties)
        const customer = record["customer"]
        if (kind !== "customer" && typeof customer === "string" && customer.startsWith("c"))
          assert.isTrue(customers.has(customer), `${kind}: ${customer} never registered`)
        if (typeof customer === "string" && !customer.startsWith("c")) {
          assert.include(["interaction", "feedback", "enquiry-event"], kind)
          assert.match(customer, /^(mobile|desktop)-\d{7}$/)
        }
      }
    // Most cookies are recognised, some never are.
    const cookies = new Set(
      (rows["interaction"] ?? []).flatMap(({ customer }) => (String(customer).startsWith("c") ? [] : [customer])),
    )
    const resolved = [...cookies].filter((cookie) => aliases.has(cookie ?? null)).length / cookies.size
    assert.isAbove(resolved, 0.6)
    assert.isBelow(resolved, 0.97)
  })

  it("is complete where things end: what runs has no end, what ended lasted", () => {
    for (const kind of ["subscription", "consent", "cost", "population"])
      for (const { at, until } of rows[kind] ?? [])
        if (until !== null) assert.isTrue(String(until) > String(at), `${kind} ${String(at)} until ${String(until)}`)
    const had = Map.groupBy(rows["subscription"] ?? [], ({ customer }) => customer)
    for (const own of had.values())
      own.slice(1).forEach(({ at }, i) => assert.isTrue(String(own[i]?.["until"]) <= String(at)))
  })

  it("tells every enquiry from the customer's message on, in the order of time", () => {
    for (const events of Map.groupBy(rows["enquiry-event"] ?? [], ({ enquiry }) => enquiry).values()) {
      assert.strictEqual(events[0]?.["kind"], "in")
      events.forEach(({ actor, at, kind, sequence }, i) => {
        assert.strictEqual(sequence, i + 1)
        assert.strictEqual(actor === null, kind === "in" || kind === "reopen")
        if (i > 0) assert.isTrue(String(events[i - 1]?.["at"]) <= String(at), `${kind} ${String(at)}`)
      })
    }
  })

  it("wins by invitation only who is a customer from that moment on", () => {
    const registered = new Map((rows["customer"] ?? []).map(({ customer, registeredAt }) => [customer, registeredAt]))
    const accepted = (rows["referral"] ?? []).filter(({ acceptedAt }) => acceptedAt !== null)
    assert.isNotEmpty(accepted)
    for (const { acceptedAt, at, customer, invitee, inviteeKnown } of accepted) {
      assert.strictEqual(registered.get(invitee ?? null), acceptedAt)
      assert.isTrue(String(at) < String(acceptedAt))
      assert.isFalse(inviteeKnown)
      assert.notStrictEqual(customer, invitee)
    }
  })

  it("books costs and visits the store of every town, month by month", () => {
    const [costs, items] = [rows["cost"] ?? [], rows["audit-item"] ?? []]
    const months = new Set(costs.map(({ at }) => at))
    assert.strictEqual(months.size, 18)
    assert.strictEqual(new Set(items.map(({ visit }) => visit)).size, months.size * Math.ceil(CUSTOMERS / 500))
    assert.isTrue(items.some(({ possible }) => possible === null))
    for (const { earned, possible } of items) assert.isAtMost(Number(earned), Number(possible))
  })

  it("knows nobody by name before they registered", () => {
    const registered = new Map((rows["customer"] ?? []).map(({ customer, registeredAt }) => [customer, registeredAt]))
    const early = Object.values(rows)
      .flat()
      .filter(({ at, customer }) => String(at) < String(registered.get(customer ?? null) ?? ""))
    assert.deepStrictEqual(early, [])
  })

  it("adds up: an order is the sum of its lines, and no more is given back", () => {
    const sums = new Map<unknown, number>()
    for (const { amount, orderId } of rows["order-line"] ?? [])
      sums.set(orderId, (sums.get(orderId) ?? 0) + Number(amount))
    for (const { amount, eventId } of rows["order"] ?? []) assert.strictEqual(sums.get(eventId), amount)
    for (const { amount, refundOf } of rows["refund"] ?? []) assert.isAtMost(Number(amount), sums.get(refundOf) ?? 0)
  })

  it("scores on its scales, and only what was answered", () => {
    for (const { choice, instrument, scaleMax, scaleMin, score, status } of rows["feedback"] ?? []) {
      assert.strictEqual(score !== null || choice !== null, status === "answered")
      if (score === null) continue
      assert.isTrue(Number.isInteger(score))
      assert.isAtLeast(Number(score), Number(scaleMin))
      assert.isAtMost(Number(score), Number(scaleMax))
      const scale = { nps: [0, 10], csat: [1, 5], ces: [1, 7] }[String(instrument)]
      assert.deepStrictEqual([scaleMin, scaleMax], scale)
    }
  })

  it.effect("assembles without a reject", () =>
    Effect.gen(function* () {
      const facts = yield* factsOfShop(shop)
      assert.deepStrictEqual(facts.rejects, [])
      assert.strictEqual(facts.tables.get("interaction")?.rows, tables.get("interaction")?.rows)
      for (const { inferred } of facts.watermarks.values()) assert.isFalse(inferred)
    }),
  )

  it.effect("has an inventory that can be read", () =>
    Effect.gen(function* () {
      const inventory = yield* decodeInventory(JSON.parse(JSON.stringify(shop.inventory)))
      assert.strictEqual(inventory.touchpoints.length, shop.inventory.touchpoints.length)
      for (const { name } of inventory.touchpoints) assert.hasAllKeys(name, ["en", "ru", "pl"])
    }),
  )
})

describe("every shop", () => {
  // A change of it changes every number that was ever quoted from a simulated shop: say so in the changeset.
  it("is the one it was: on every machine, in every version", () => {
    const rows = recordsByKind(simulateShop({ customers: 200, seed: 1, stories: "all" }).batches())
    assert.strictEqual(hashOf(rows), "a750b4f2155452ecb2a7d471349597bb90dfe462e06c09f513713d528305135f")
  })

  it("is simulated only as far as it is asked", () => {
    const [first] = simulateShop({ customers: 2_000_000_000 }).batches({ size: 100 })
    assert.strictEqual(first?.kind.id, "interaction")
    const [last] = simulateShop({ customers: 2_000_000_000 }).batches({ first: 1_999_999_900, size: 100 })
    const ids = last?.columns.get("customer")
    assert.isTrue(ids?.type === "text" && ids.dictionary.some((id) => id.startsWith("c19999999")))
  })
})

describe("the rhythm of a shop", () => {
  const rows = recordsByKind(simulateShop({ customers: 3000, seed: 5 }).tables().values())
  const format = new Intl.DateTimeFormat("en-GB", {
    timeZone: "Europe/Warsaw",
    weekday: "short",
    hour: "2-digit",
    month: "2-digit",
    hourCycle: "h23",
  })
  const parts = (at: unknown) =>
    Object.fromEntries(format.formatToParts(new Date(String(at))).map(({ type, value }) => [type, value]))

  it("keeps stores closed at night and on Sundays, in summer as in winter", () => {
    const visits = (rows["interaction"] ?? []).filter(({ touchpoint }) => touchpoint === "point-of-sale")
    const hours = new Map<string, Set<number>>()
    for (const { at } of visits) {
      const { hour, month = "", weekday } = parts(at)
      assert.notStrictEqual(weekday, "Sun")
      hours.set(month, (hours.get(month) ?? new Set()).add(Number(hour)))
    }
    for (const [month, seen] of hours) {
      assert.isAtLeast(Math.min(...seen), 9, month)
      assert.isAtMost(Math.max(...seen), 21, month)
    }
    assert.includeMembers([...hours.keys()], ["01", "07"])
  })

  it("sends its newsletter in the morning of both sides of the change of the clock", () => {
    const sent = (rows["contact"] ?? []).filter(({ touchpoint }) => touchpoint === "email-newsletter")
    const hours = sent.map(({ at }) => Number(parts(at)["hour"]))
    assert.isAtLeast(Math.min(...hours), 9)
    assert.isBelow(Math.max(...hours), 12)
  })

  it("sells more in November and December than in summer, and more in the evening than at night", () => {
    const orders = (rows["order"] ?? []).map(({ at }) => parts(at))
    const inMonths = (...months: ReadonlyArray<string>) =>
      orders.filter(({ month = "" }) => months.includes(month)).length
    // July and August are in the simulated time once, as are November and December.
    assert.isAbove(inMonths("11", "12"), 1.2 * inMonths("07", "08"))
    const visits = (rows["interaction"] ?? []).filter(({ touchpoint }) => touchpoint === "company-website")
    const at = (...wanted: ReadonlyArray<number>) =>
      visits.filter((visit) => wanted.includes(Number(parts(visit["at"])["hour"]))).length
    assert.isAbove(at(19, 20, 21), 10 * at(2, 3, 4))
  })

  it("contacts nobody more than twice in seven days, transactions aside", () => {
    const times = new Map<unknown, Array<number>>()
    for (const { at, class: why, customer } of rows["contact"] ?? [])
      if (why !== "transactional") times.set(customer, [...(times.get(customer) ?? []), Date.parse(String(at))])
    for (const sent of times.values()) {
      const sorted = sent.toSorted((a, b) => a - b)
      for (let i = 2; i < sorted.length; i++) assert.isAtLeast((sorted[i] ?? 0) - (sorted[i - 2] ?? 0), 7 * 86_400_000)
    }
  })
})

/** A story that nobody wrote, as a script without types may name it. */
const misspelt = JSON.parse('"late-curier"') as StoryId

describe("options that make no shop", () => {
  it.each([
    { options: { customers: -1 }, option: "customers" },
    { options: { customers: 1.5 }, option: "customers" },
    { options: { customers: Number.NaN }, option: "customers" },
    { options: { customers: 1, seed: -1 }, option: "seed" },
    { options: { customers: 1, seed: 2 ** 60 }, option: "seed" },
    { options: { customers: 1, zone: "Europe/Atlantis" }, option: "zone" },
    { options: { customers: 1, from: "2025-02-30" }, option: "from" },
    { options: { customers: 1, from: "2026-01-01", to: "2026-01-01" }, option: "to" },
    { options: { customers: 1, from: "1990-01-01" }, option: "to" },
    { options: { customers: 1, stories: [misspelt] }, option: "stories" },
  ])("names $option of $options", ({ option, options }) => {
    try {
      simulateShop(options)
      assert.fail("it was simulated")
    } catch (thrown) {
      assert.instanceOf(thrown, ShopInvalid)
      assert.deepStrictEqual(
        thrown.issues.map((issue) => issue.option),
        [option],
      )
    }
  })

  it("says what is near, and all that is wrong at once", () => {
    assert.throws(
      () => simulateShop({ customers: -1, stories: [misspelt] }),
      /customers: .*\n.*did you mean late-courier/,
    )
  })

  it("refuses shards outside the shop", () => {
    const shop = simulateShop({ customers: 10 })
    assert.throws(() => [...shop.batches({ until: 11 })], ShopInvalid)
    assert.throws(() => [...shop.batches({ size: 0 })], ShopInvalid)
  })

  it("gives no table for no customers", () => {
    assert.deepStrictEqual([...simulateShop({ customers: 0 }).batches()], [])
  })
})

describe("another time and place", () => {
  it("simulates from any day to any other", () => {
    const shop = simulateShop({ customers: 300, from: "2030-03-10", to: "2030-05-02", zone: "America/New_York" })
    const rows = recordsByKind(shop.batches())
    assert.strictEqual(shop.asOf, "2030-05-01")
    const times = (rows["interaction"] ?? []).map(({ at }) => String(at)).toSorted()
    assert.isTrue((times[0] ?? "") >= "2030-03-10T05:00:00Z")
    assert.isTrue((times.at(-1) ?? "") < "2030-05-02T04:00:00Z")
    assert.isAbove(times.length, 100)
  })
})
