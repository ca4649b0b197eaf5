import { Metric } from "@touchpoint/core/metrics"
import { Rule } from "@touchpoint/core/rules"
import * as Schema from "effect/Schema"
import { activeOf } from "../active.ts"
import { ageInDays } from "../age.ts"
import { messages } from "./messages.ts"

const Options = Schema.Struct({
  /** Days after which a review no longer counts. */
  withinDays: Metric.withDefault(Schema.Int.check(Schema.isGreaterThan(0)), 365),
  /** Ids of touchpoints that need no review. */
  ignore: Metric.withDefault(Schema.Array(Schema.String), []),
})

/**
 * Flags active touchpoints whose last review is long ago, and those never reviewed where others are.
 *
 * **Details**
 *
 * Age is counted in local days up to where the facts end, not up to today: the same project gives the same findings
 * tomorrow. An inventory that records no review at all keeps its reviews elsewhere, and the rule is silent.
 *
 * @category rules
 * @since 0.2.0
 */
export const staleReview = Rule.make({
  id: "stale-review",
  meta: {
    title: { en: "Review out of date", ru: "Давно не пересматривали", pl: "Nieaktualny przegląd" },
    description: {
      en: "A touchpoint was last reviewed long ago, or never.",
      ru: "Точку контакта давно или ни разу не пересматривали.",
      pl: "Punkt styku przeglądano dawno temu albo wcale.",
    },
    severity: "warning",
    category: "inventory",
    recommended: true,
  },
  options: Options,
  messages,
  needs: () => ({}),
  judge: ({ asOf, calendar, inventory }, { ignore, withinDays }) => {
    const active = activeOf(inventory)
    if (!active.some(({ reviewed }) => reviewed !== undefined)) return []
    return active
      .filter(({ id }) => !ignore.includes(id))
      .flatMap(({ id, party = "brand", reviewed }) => {
        const age = reviewed === undefined || asOf === null ? null : ageInDays(reviewed, asOf, calendar)
        if (reviewed !== undefined && (age === null || age <= withinDays)) return []
        return {
          subject: { kind: "touchpoint", id },
          severity: age === null ? "info" : "warning",
          certainty: "certain",
          messageId: age === null ? "never" : "stale",
          data: { touchpoint: id, age, limit: withinDays },
          evidence: [],
          recommendation: {
            messageId: "review",
            data: { touchpoint: id },
            party,
            expectedEffect: null,
            effort: "low",
          },
        } as const
      })
  },
})
