import { assert, describe, it } from "@effect/vitest"
import { cleanLevers, type FactRecord, simulateShop, type StoryId, storyIds } from "@touchpoint/simulation"
import { BURST_MONTHS, MESSAGES } from "../src/stories/overMailedSegment.ts"
import { FIRST_CLICKS, LAST_CLICKS } from "../src/stories/tiredNewsletter.ts"
import { HANDED_OFF, SATISFIED, TAKEN_UP } from "../src/stories/failingChatbot.ts"
import { HELP_DELIVERY_PRICE, STORE_RETURN_DAYS } from "../src/stories/contradictingPromises.ts"
import { LATE_SHARE } from "../src/stories/lateCourier.ts"
import { MOBILE_REACHES_CHECKOUT } from "../src/stories/mobileCheckout.ts"
import { ORDERS, REACH } from "../src/stories/starvedProfitable.ts"
import { REVIEWED_DAYS_AGO } from "../src/stories/staleReview.ts"
import { LATE_SHARE as LATE_COLLECTION } from "../src/stories/slowCollection.ts"
import { SILENT_DAYS, SILENT_SHARE } from "../src/stories/silentAfterPurchase.ts"
import { recordsByKind } from "./shops.ts"

type Rows = Record<string, ReadonlyArray<FactRecord>>

const CUSTOMERS = 4000
const SEED = 3
const DAY = 86_400_000
const made = new Map<string, { readonly rows: Rows; readonly shop: ReturnType<typeof simulateShop> }>()
const shopWith = (...stories: ReadonlyArray<StoryId>) => {
  const known = made.get(stories.join())
  if (known !== undefined) return known
  const shop = simulateShop({ customers: CUSTOMERS, seed: SEED, stories })
  const one = { shop, rows: recordsByKind(shop.batches()) }
  made.set(stories.join(), one)
  return one
}
const clean = shopWith()
const kind = ({ rows }: { readonly rows: Rows }, id: string) => rows[id] ?? []
const of = (rows: ReadonlyArray<FactRecord>, column: string, ...values: ReadonlyArray<unknown>) =>
  rows.filter((row) => values.includes(row[column]))
const without = (rows: ReadonlyArray<FactRecord>, column: string, ...values: ReadonlyArray<unknown>) =>
  rows.filter((row) => !values.includes(row[column]))
const time = (value: unknown) => Date.parse(String(value))

/**
 * What is wrong with a share that was planted: it has to lie within 4 standard errors, which it misses once in 16,000
 * tries.
 */
const astray = (x: number, n: number, share: number): string | null => {
  if (n <= 60) return `${n} are too few to say`
  const off = Math.abs(x / n - share)
  return off <= 4 * Math.sqrt((share * (1 - share)) / n) ? null : `${x} of ${n} instead of ${share}`
}

/** Warsaw's local day of an instant. */
const localDay = new Intl.DateTimeFormat("sv-SE", { timeZone: "Europe/Warsaw" })
const isLate = ({ due, dueRule, fulfilledAt }: FactRecord) =>
  fulfilledAt !== null &&
  (dueRule === "day" ? localDay.format(time(fulfilledAt)) > localDay.format(time(due)) : time(fulfilledAt) > time(due))
const lateOf = (rows: ReadonlyArray<FactRecord>, party: string) => {
  const fulfilled = of(rows, "party", party).filter(({ fulfilledAt }) => fulfilledAt !== null)
  return { x: fulfilled.filter(isLate).length, n: fulfilled.length }
}
const satisfied = (rows: ReadonlyArray<FactRecord>) => ({
  x: rows.filter(({ score }) => Number(score) >= 4).length,
  n: rows.length,
})

describe("a clean shop", () => {
  it("plants nothing", () => {
    assert.deepStrictEqual(clean.shop.truth, [])
  })

  it("keeps the promises of everybody", () => {
    for (const party of ["courier-bocian", "courier-jaskolka", "brand"] as const) {
      const { n, x } = lateOf(kind(clean, "promise"), party)
      assert.isNull(astray(x, n, cleanLevers.late[party]), party)
      assert.isBelow(x / n, 0.03)
    }
  })

  it("satisfies at every touchpoint, and asks about all of them", () => {
    const asked = of(kind(clean, "feedback"), "instrument", "csat")
    const answered = of(asked, "status", "answered")
    for (const { id } of clean.shop.inventory.touchpoints) {
      assert.isAbove(of(kind(clean, "interaction"), "touchpoint", id).length, 100, id)
      const { n, x } = satisfied(of(answered, "touchpoint", id))
      assert.isAbove(n, 30, id)
      assert.isAbove(x / n, 0.7, id)
    }
  })

  it("loses as many on either device", () => {
    const visits = of(kind(clean, "interaction"), "device", "mobile", "desktop")
    const reach = (device: string, id: string) =>
      new Set(of(of(visits, "device", device), "touchpoint", id).map(({ session }) => session)).size
    for (const device of ["mobile", "desktop"])
      assert.isNull(
        astray(reach(device, "checkout"), reach(device, "shopping-cart"), cleanLevers.checkout.mobile),
        device,
      )
  })

  it("writes to every buyer soon after every order", () => {
    const said = new Map<unknown, Array<number>>()
    for (const { at, customer } of kind(clean, "contact")) said.set(customer, [...(said.get(customer) ?? []), time(at)])
    for (const { at, customer, eventId } of kind(clean, "order")) {
      // The last seconds of the simulated time leave no room for a letter.
      if (time(at) > time("2026-06-30T21:00:00Z")) continue
      assert.isTrue(
        said.get(customer)?.some((when) => when > time(at) && when < time(at) + DAY),
        String(eventId),
      )
    }
  })
})

describe("what is planted is in the data", () => {
  it("late-courier", () => {
    const story = shopWith("late-courier")
    const { n, x } = lateOf(kind(story, "promise"), "courier-bocian")
    assert.isNull(astray(x, n, LATE_SHARE), "parcels late")
    const about = (rows: Rows) =>
      satisfied(of(of(rows["feedback"] ?? [], "touchpoint", "courier-delivery"), "status", "answered"))
    const [before, after] = [about(clean.rows), about(story.rows)]
    assert.isBelow(after.x / after.n, before.x / before.n)
  })

  it("slow-collection", () => {
    const { n, x } = lateOf(kind(shopWith("slow-collection"), "promise"), "brand")
    assert.isNull(astray(x, n, LATE_COLLECTION), "collections and calls late")
  })

  it("over-mailed-segment", () => {
    const { rows } = shopWith("over-mailed-segment")
    const young = new Set(of(rows["customer"] ?? [], "segment", "young").map(({ customer }) => customer))
    const deals = (rows["contact"] ?? []).filter(({ packageId }) => String(packageId).startsWith("flash-deals"))
    // Each message is a package of its own: none of them is another channel's copy of the one before.
    assert.strictEqual(new Set(deals.map(({ packageId }) => packageId)).size, BURST_MONTHS * MESSAGES)
    const bursts = Map.groupBy(deals, ({ at, customer }) => `${customer} ${String(at).slice(0, 7)}`)
    assert.isTrue(deals.every(({ customer }) => young.has(customer ?? null)))
    // Whoever registers during a burst gets the rest of it.
    assert.isAbove([...bursts.values()].filter(({ length }) => length === MESSAGES).length / bursts.size, 0.95)
    assert.isTrue([...bursts.values()].every(({ length }) => length <= MESSAGES))
  })

  it("mobile-checkout", () => {
    const visits = kind(shopWith("mobile-checkout"), "interaction")
    const reach = (device: string, id: string) =>
      new Set(of(of(visits, "device", device), "touchpoint", id).map(({ session }) => session)).size
    assert.isNull(
      astray(reach("mobile", "checkout"), reach("mobile", "shopping-cart"), MOBILE_REACHES_CHECKOUT),
      "mobile",
    )
    assert.isNull(
      astray(reach("desktop", "checkout"), reach("desktop", "shopping-cart"), cleanLevers.checkout.desktop),
      "desktop",
    )
  })

  it("unasked-touchpoint", () => {
    const story = shopWith("unasked-touchpoint")
    assert.deepStrictEqual(of(kind(story, "feedback"), "touchpoint", "product-page"), [])
    const visits = Map.groupBy(kind(story, "interaction"), ({ touchpoint }) => touchpoint)
    const busiest = [...visits].toSorted(([, a], [, b]) => b.length - a.length)[0]?.[0]
    assert.strictEqual(busiest, "product-page")
  })

  it("empty-post-purchase", () => {
    const story = shopWith("empty-post-purchase")
    assert.isFalse(story.shop.inventory.touchpoints.some(({ stage }) => stage === "follow-up"))
    assert.isTrue(story.shop.inventory.stages.some(({ id }) => id === "follow-up"))
    for (const id of ["contact", "interaction", "feedback"])
      assert.deepStrictEqual(of(kind(story, id), "touchpoint", "thank-you-email", "cross-sell-email"), [])
  })

  it("tired-newsletter", () => {
    const story = shopWith("tired-newsletter")
    const months = Map.groupBy(
      of(kind(story, "contact"), "touchpoint", "email-newsletter"),
      ({ packageId }) => packageId,
    )
    const clicks = of(kind(story, "interaction"), "touchpoint", "email-newsletter")
    const keys = [...months.keys()].toSorted((a, b) => (String(a) < String(b) ? -1 : 1))
    const shares = keys.map((key) => {
      const sent = months.get(key) ?? []
      const at = new Set(sent.map(({ customer }) => customer))
      const from = time(sent[0]?.["at"])
      const x = clicks.filter((click) => {
        const after = time(click["at"]) - from
        return at.has(click["customer"] ?? null) && after > -4 * 3_600_000 && after < 2 * DAY
      }).length
      return { x, n: sent.length }
    })
    const [first, last] = [shares[0], shares.at(-1)]
    assert.isNull(astray(first?.x ?? 0, first?.n ?? 0, FIRST_CLICKS), "first month")
    assert.isNull(astray(last?.x ?? 0, last?.n ?? 0, LAST_CLICKS), "last month")
  })

  it("failing-chatbot", () => {
    const story = shopWith("failing-chatbot")
    const about = of(of(kind(story, "feedback"), "touchpoint", "chatbot"), "status", "answered")
    const { n, x } = satisfied(of(about, "instrument", "csat"))
    assert.isNull(astray(x, n, SATISFIED), "satisfied")
    // Talks that no chat led to go on as before; the rest were handed over.
    const met = (rows: Rows, id: string) => of(rows["interaction"] ?? [], "touchpoint", id).length
    const talks = (rows: Rows) => met(rows, "customer-support-representative")
    const chats = met(story.rows, "chatbot")
    assert.strictEqual(chats, met(clean.rows, "chatbot"))
    const expected = chats * (HANDED_OFF * TAKEN_UP - cleanLevers.chatbot.handedOff * cleanLevers.chatbot.takenUp)
    assert.approximately(talks(story.rows) - talks(clean.rows), expected, 4 * Math.sqrt(chats * 0.25))
    assert.isUndefined(story.shop.inventory.touchpoints.find(({ id }) => id === "chatbot")?.owner)
    // Of chats by how they began: handed over, and of those the ones that a person replied to.
    const chatted = Map.groupBy(kind(story, "enquiry-event"), ({ enquiry }) => enquiry)
    const begun = [...chatted.values()].filter((events) => events[0]?.["touchpoint"] === "chatbot")
    const over = begun.filter((events) => of(events, "kind", "handoff").length > 0)
    assert.isNull(astray(over.length, begun.length, HANDED_OFF), "handed over")
    const taken = over.filter((events) => of(events, "actor", "human").length > 0)
    assert.isNull(astray(taken.length, over.length, TAKEN_UP), "taken up")
  })

  it("starved-profitable", () => {
    const story = shopWith("starved-profitable")
    const visits = Map.groupBy(
      kind(story, "interaction"),
      ({ customer, sequence }) =>
        // The cookies of a customer end in the same digits; an episode has a place for every touchpoint.
        `${String(customer).slice(-7)} ${Math.floor(Number(sequence) / 32)}`,
    )
    const began = [...visits.values()].filter((visit) =>
      visit.some(({ touchpoint }) => touchpoint === "company-website" || touchpoint === "brick-and-mortar-store"),
    )
    const watched = began.filter((visit) => visit.some(({ touchpoint }) => touchpoint === "video-tutorial"))
    assert.isNull(astray(watched.length, began.length, REACH), "visits with the video")
    const online = watched.filter((visit) => visit.some(({ touchpoint }) => touchpoint === "company-website"))
    const ordered = online.filter((visit) => visit.some(({ touchpoint }) => touchpoint === "checkout"))
    assert.isNull(astray(ordered.length, online.length, 0.98 ** 2), "of them at the checkout")
    assert.isAbove(ORDERS * 0.98 ** 2, 0.9)
  })

  it("contradicting-promises", () => {
    const said = (name: string) =>
      Object.fromEntries(
        shopWith("contradicting-promises").shop.inventory.touchpoints.flatMap(({ attributes, id }) =>
          attributes?.[name] === undefined ? [] : [[id, attributes[name]]],
        ),
      )
    const { "brick-and-mortar-store": store, ...others } = said("returnDays")
    assert.strictEqual(store, STORE_RETURN_DAYS)
    assert.deepStrictEqual([...new Set(Object.values(others))], [30])
    const { "help-centre": help, ...elsewhere } = said("deliveryPrice")
    assert.strictEqual(help, HELP_DELIVERY_PRICE)
    assert.deepStrictEqual([...new Set(Object.values(elsewhere))], ["14.90 PLN"])
  })

  it("stale-review", () => {
    const { shop } = shopWith("stale-review")
    const ages = Object.fromEntries(
      shop.inventory.touchpoints.map(({ id, reviewed }) => [id, (time(shop.asOf) - time(reviewed)) / DAY]),
    )
    const { "loyalty-programme": age, ...others } = ages
    assert.strictEqual(age, REVIEWED_DAYS_AGO)
    assert.isBelow(Math.max(...Object.values(others)), 100)
  })

  it("silent-after-purchase", () => {
    const story = shopWith("silent-after-purchase")
    const said = new Map<unknown, Array<number>>()
    for (const { at, customer } of kind(story, "contact")) said.set(customer, [...(said.get(customer) ?? []), time(at)])
    // Customers with one order: another order speaks for itself.
    const orders = Map.groupBy(kind(story, "order"), ({ customer }) => customer)
    const single = [...orders.values()].flatMap((own) => (own.length === 1 ? own : []))
    const mature = single.filter(({ at }) => time(at) + SILENT_DAYS * DAY < time("2026-06-30T22:00:00Z"))
    const silent = mature.filter(
      ({ at, customer }) =>
        said.get(customer)?.some((when) => when > time(at) && when < time(at) + SILENT_DAYS * DAY) !== true,
    )
    assert.isNull(astray(silent.length, mature.length, SILENT_SHARE), "orders followed by silence")
  })
})

describe("a story changes only what it is about", () => {
  const BEFORE_AFTER_SALE = [
    "company-website",
    "product-page",
    "shopping-cart",
    "checkout",
    "landing-page",
    "blog-post",
  ]
  const orderFacts = (rows: Rows) =>
    (rows["order"] ?? []).map(({ amount, at, customer, eventId }) => ({ amount, at, customer, eventId }))
  const told = <A>(story: StoryId, what: (rows: Rows) => A): readonly [A, A] => [
    what(shopWith(story).rows),
    what(clean.rows),
  ]
  const except =
    (ids: ReadonlyArray<string>, ...touchpoints: ReadonlyArray<string>) =>
    (rows: Rows) =>
      Object.fromEntries(
        Object.entries(rows).map(([id, all]) => [
          id,
          ids.includes(id) ? without(all, "touchpoint", ...touchpoints) : all,
        ]),
      )

  it("contradicting-promises and stale-review change no fact", () => {
    assert.deepStrictEqual(...told("contradicting-promises", (rows) => rows))
    assert.deepStrictEqual(...told("stale-review", (rows) => rows))
  })

  it("unasked-touchpoint takes its answers away, and nothing else", () => {
    assert.deepStrictEqual(...told("unasked-touchpoint", except(["feedback"], "product-page")))
  })

  it("tired-newsletter changes clicks and what is asked after them", () => {
    assert.deepStrictEqual(...told("tired-newsletter", except(["interaction", "feedback"], "email-newsletter")))
  })

  it("over-mailed-segment adds deals and what follows them", () => {
    assert.deepStrictEqual(
      ...told("over-mailed-segment", except(["contact", "interaction", "feedback"], "marketing-campaign")),
    )
    const { rows } = shopWith("over-mailed-segment")
    const others = (rows["contact"] ?? []).filter(({ packageId }) => !String(packageId).startsWith("flash-deals"))
    assert.deepStrictEqual(others, clean.rows["contact"])
  })

  it("failing-chatbot changes chats, and talks that chats lead to", () => {
    const places = ["chatbot", "customer-support-representative"]
    const changed = ["interaction", "feedback", "promise", "enquiry-event"]
    assert.deepStrictEqual(...told("failing-chatbot", except(changed, ...places)))
  })

  it("mobile-checkout changes nothing on the desktop", () => {
    const desktop = (rows: Rows) =>
      of(rows["interaction"] ?? [], "touchpoint", ...BEFORE_AFTER_SALE).filter(({ device }) => device === "desktop")
    assert.deepStrictEqual(...told("mobile-checkout", desktop))
    const early = (rows: Rows) =>
      of(rows["interaction"] ?? [], "touchpoint", "company-website", "product-page", "online-advertising")
    assert.deepStrictEqual(...told("mobile-checkout", early))
  })

  it("late-courier changes no order and no promise of anybody else", () => {
    assert.deepStrictEqual(...told("late-courier", orderFacts))
    // Whoever waits for a parcel asks for help later, and is called back later.
    assert.deepStrictEqual(
      ...told("late-courier", (rows) =>
        without(without(rows["promise"] ?? [], "party", "courier-bocian"), "part", "call-back"),
      ),
    )
    assert.deepStrictEqual(
      ...told("late-courier", (rows) => of(rows["interaction"] ?? [], "touchpoint", ...BEFORE_AFTER_SALE)),
    )
  })

  it("slow-collection changes no promise of the couriers", () => {
    assert.deepStrictEqual(...told("slow-collection", orderFacts))
    assert.deepStrictEqual(
      ...told("slow-collection", (rows) => of(rows["promise"] ?? [], "party", "courier-bocian", "courier-jaskolka")),
    )
  })

  it("empty-post-purchase and silent-after-purchase change nothing up to the order", () => {
    for (const story of ["empty-post-purchase", "silent-after-purchase"] as const) {
      assert.deepStrictEqual(...told(story, orderFacts))
      assert.deepStrictEqual(...told(story, (rows) => rows["promise"]))
      assert.deepStrictEqual(
        ...told(story, (rows) => of(rows["interaction"] ?? [], "touchpoint", ...BEFORE_AFTER_SALE)),
      )
    }
  })

  it("all of them together plant what each of them plants", () => {
    const all = simulateShop({ customers: 10, stories: "all" })
    assert.deepStrictEqual(
      all.truth.map(({ story }) => story),
      [...storyIds],
    )
    for (const { changed, title } of all.truth) {
      assert.hasAllKeys(title, ["en", "ru", "pl"])
      assert.isNotEmpty(changed)
      for (const { clean: before, planted: after } of Object.values(changed)) assert.notStrictEqual(before, after)
    }
  })
})
