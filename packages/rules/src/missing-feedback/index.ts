import { type Measurement, Metric, responseRate, touchpointReach } from "@touchpoint/core/metrics"
import type { Inventory, Touchpoint } from "@touchpoint/core/model"
import { column, dimension } from "@touchpoint/core/questions"
import { Rule } from "@touchpoint/core/rules"
import * as Schema from "effect/Schema"
import { activeOf } from "../active.ts"
import { below } from "../below.ts"
import { shortfall } from "../shortfall.ts"
import { messages } from "./messages.ts"

const Share = Schema.Finite.check(Schema.isBetween({ minimum: 0, maximum: 1 }))
const Positive = Schema.Int.check(Schema.isGreaterThan(0))

const Options = Schema.Struct({
  /** Fewer customers met it: not worth a question. */
  minimum: Metric.withDefault(Positive, 100),
  /** A smaller share of all customers met it: not worth a question. */
  reach: Metric.withDefault(Share, 0.05),
  /** Share of those asked who should answer. */
  responseRate: Metric.withDefault(Share, 0.05),
  /** Ids of touchpoints that need no feedback. */
  ignore: Metric.withDefault(Schema.Array(Schema.String), ["feedback-survey"]),
})

const byTouchpoint = [dimension("touchpoint", column("touchpoint"))]

/**
 * Flags active touchpoints that many customers meet and about which no feedback is recorded, or nobody answers, or
 * too few do.
 *
 * **Details**
 *
 * Met are customers who interacted with the touchpoint, or whom the brand contacted through it, whichever are more.
 * Touchpoints of peers are nobody's to ask about. Without any feedback among the facts the rule is silent: it cannot
 * tell a brand that does not ask from a file that was not loaded.
 *
 * @category rules
 * @since 0.2.0
 */
export const missingFeedback = Rule.make({
  id: "missing-feedback",
  meta: {
    title: { en: "Nobody asks about it", ru: "Обратную связь не собирают", pl: "Brak opinii klientów" },
    description: {
      en: "Many customers meet a touchpoint, and no feedback about it is recorded, or hardly anybody answers.",
      ru: "С точкой контакта сталкиваются многие клиенты, но отзывов о ней нет или почти никто не отвечает.",
      pl: "Z punktem styku styka się wielu klientów, ale nie ma o nim opinii albo prawie nikt nie odpowiada.",
    },
    severity: "warning",
    category: "feedback",
    recommended: true,
  },
  options: Options,
  messages,
  needs: () => ({
    interactions: { metric: touchpointReach, params: { of: "interaction" }, by: byTouchpoint },
    contacts: { metric: touchpointReach, params: { of: "contact" }, by: byTouchpoint },
    interacting: { metric: touchpointReach, params: { of: "interaction" } },
    contacted: { metric: touchpointReach, params: { of: "contact" } },
    answers: { metric: responseRate, by: byTouchpoint },
  }),
  judge: ({ inventory, measurements }, options) => {
    const { answers, contacted, contacts, interacting, interactions } = measurements
    if (answers.length === 0) return []
    const peers = peersOf(inventory)
    return activeOf(inventory)
      .filter(({ id, party = "brand" }) => !options.ignore.includes(id) && !peers.has(party))
      .flatMap((touchpoint) => {
        const ways = [reachOf(touchpoint, interactions, interacting), reachOf(touchpoint, contacts, contacted)]
        const met = ways.flatMap((way) => way ?? []).toSorted((a, b) => b.customers - a.customers)[0]
        if (met === undefined || met.customers < options.minimum || met.share < options.reach) return []
        const answered = answers.find(({ by }) => by["touchpoint"] === touchpoint.id)
        const found = verdictOf(answered, options)
        if (found === null) return []
        const { asked = null, certainty = "certain", expectedEffect = null, messageId, rate = null } = found
        return {
          subject: { kind: "touchpoint", id: touchpoint.id },
          severity: certainty === "possible" ? "info" : "warning",
          certainty,
          messageId,
          data: {
            touchpoint: touchpoint.id,
            met: met.customers,
            share: met.share,
            asked,
            rate,
            floor: options.responseRate,
          },
          // What the effect is counted of comes first: its period is that of the effect.
          evidence: [
            ...(answered === undefined || expectedEffect === null ? [] : [answered]),
            met.measurement,
            ...(answered === undefined || expectedEffect !== null ? [] : [answered]),
          ],
          recommendation: {
            messageId: messageId === "nobody-asked" ? "ask" : "ask-better",
            data: { touchpoint: touchpoint.id, floor: options.responseRate, gap: expectedEffect?.value ?? null },
            party: touchpoint.party ?? "brand",
            expectedEffect,
            effort: "low",
          },
        } as const
      })
  },
})

/** Parties that are customers among themselves. */
const peersOf = (inventory: Inventory | null): ReadonlySet<string> =>
  new Set((inventory?.allParties ?? []).flatMap(({ id, kind }) => (kind === "peer" ? [id] : [])))

/** Customers who met a touchpoint, and their share of all; `null` in an incomplete period. */
const reachOf = ({ id }: Touchpoint, reach: ReadonlyArray<Measurement>, all: ReadonlyArray<Measurement>) => {
  const measurement = reach.find(({ by }) => by["touchpoint"] === id)
  const customers = measurement?.value ?? null
  const everybody = all[0]?.value ?? null
  if (measurement === undefined || customers === null || everybody === null || everybody === 0) return null
  return measurement.period?.complete === false ? null : { measurement, customers, share: customers / everybody }
}

/** What is missing; `null` where enough was asked and answered, or where it cannot be told. */
const verdictOf = (
  answered: Measurement | undefined,
  { minimum, responseRate: floor }: { readonly minimum: number; readonly responseRate: number },
) => {
  const asked = Math.round(answered?.denominator ?? 0)
  if (answered === undefined || asked === 0) return { messageId: "nobody-asked" } as const
  if (answered.period?.complete === false) return null
  const expectedEffect = shortfall(answered, floor, "below", "answer")
  const sure = below(answered, floor, minimum)
  // Of few who were asked, nobody may have answered by chance.
  const certainty = sure === "likely" ? sure : "possible"
  if (answered.numerator === 0) return { messageId: "nobody-answered", asked, certainty, expectedEffect } as const
  return sure === "likely"
    ? ({ messageId: "few-answers", asked, certainty, rate: answered.value, expectedEffect } as const)
    : null
}
