import { conversionRate, Metric } from "@touchpoint/core/metrics"
import type { Inventory, Locale } from "@touchpoint/core/model"
import { Rule } from "@touchpoint/core/rules"
import * as Schema from "effect/Schema"
import { activeOf } from "../active.ts"
import { below } from "../below.ts"
import { shortfall } from "../shortfall.ts"
import { messages, type SilenceAfterPurchaseMessage } from "./messages.ts"

const Share = Schema.Finite.check(Schema.isBetween({ minimum: 0, maximum: 1 }))
const Positive = Schema.Int.check(Schema.isGreaterThan(0))
const Values = Schema.Union([Schema.String, Schema.Array(Schema.String)])

const Options = Schema.Struct({
  /** Days after an order in which the customer should hear something. */
  days: Metric.withDefault(Positive, 30),
  /** Share of orders after which there may be silence. */
  share: Metric.withDefault(Share, 0.25),
  /** Classes of contacts that break the silence; any where empty. */
  classes: Metric.withDefault(
    Schema.Array(Schema.Literals(["marketing", "transactional", "reminder", "survey", "occasion"])),
    [],
  ),
  /** Orders that count, by the values of their columns; all where empty. */
  orders: Metric.withDefault(Schema.Record(Schema.String, Values), {}),
  /** Fewer orders are not judged. */
  minimum: Metric.withDefault(Positive, 100),
})

/**
 * Flags a brand of which buyers hear nothing for days after their orders; and, without contacts among the facts, an
 * inventory in which nothing but bills comes after the purchase.
 *
 * **Details**
 *
 * Silence is broken by a contact that reached the customer, from whichever touchpoint. That the goods arrive is not
 * hearing from the brand. Orders count once they had all their days.
 *
 * @category rules
 * @since 0.2.0
 */
export const silenceAfterPurchase = Rule.make({
  id: "silence-after-purchase",
  meta: {
    title: { en: "Silence after the purchase", ru: "Молчание после покупки", pl: "Cisza po zakupie" },
    description: {
      en: "After too many orders the customer hears nothing from the brand for days.",
      ru: "После слишком многих заказов клиент по многу дней ничего не слышит от бренда.",
      pl: "Po zbyt wielu zamówieniach klient przez wiele dni nie dostaje od marki żadnej wiadomości.",
    },
    severity: "warning",
    category: "pressure",
    recommended: true,
  },
  options: Options,
  messages,
  needs: ({ classes, days, orders }) => ({
    heard: {
      metric: conversionRate,
      title: heardTitle(days),
      params: {
        steps: [
          { kind: "order", is: orders },
          { kind: "contact", ...(classes.length === 0 ? {} : { is: { class: classes } }) },
        ],
        within: days,
        attempt: "every",
      },
    },
  }),
  judge: ({ inventory, measurements }, { days, minimum, share }) => {
    const [heard] = measurements.heard
    if (heard === undefined) return onlyBills(inventory)
    const target = 1 - share
    if (heard.period?.complete === false || below(heard, target, minimum) !== "likely") return []
    const expectedEffect = shortfall(heard, target, "below", "order")
    return [
      {
        subject: { kind: "phase", id: "after" },
        certainty: "likely",
        messageId: "silent",
        data: { days, limit: share },
        evidence: [heard],
        recommendation: {
          messageId: "write",
          data: { limit: share, gap: expectedEffect?.value ?? null },
          party: "brand",
          expectedEffect,
          effort: "medium",
        },
      },
    ]
  },
})

/** What the number is: the rule speaks of its complement. */
const heardTitle = (n: number): Readonly<Record<Locale, string>> => ({
  en: `Orders after which the customer heard from the brand within ${n} ${n === 1 ? "day" : "days"}`,
  ru: `Заказы, после которых бренд связался с клиентом в течение ${n} дн.`,
  pl: `Zamówienia, po których marka odezwała się do klienta w ciągu ${n} ${n === 1 ? "dnia" : "dni"}`,
})

/** Touchpoints after the purchase, where all of them are about money; an empty phase is stage-gap's. */
const onlyBills = (inventory: Inventory | null): ReadonlyArray<Rule.Report<SilenceAfterPurchaseMessage>> => {
  const after = new Set((inventory?.allStages ?? []).flatMap(({ id, phase }) => (phase === "after" ? [id] : [])))
  const met = activeOf(inventory).filter(({ stage }) => after.has(stage))
  if (met.length === 0 || met.some(({ category }) => category !== "billing")) return []
  return [
    {
      subject: { kind: "phase", id: "after" },
      severity: "info",
      certainty: "certain",
      messageId: "only-bills",
      // An id holds no space.
      data: { touchpoints: met.map(({ id }) => id).join(" ") },
      evidence: [],
      recommendation: { messageId: "add", party: "brand", expectedEffect: null, effort: "medium" },
    },
  ]
}
