import { Metric, promiseKeeping } from "@touchpoint/core/metrics"
import { standardParties } from "@touchpoint/core/model"
import { coalesce, column, dimension, value } from "@touchpoint/core/questions"
import { Rule } from "@touchpoint/core/rules"
import * as Schema from "effect/Schema"
import { below } from "../below.ts"
import { shortfall } from "../shortfall.ts"
import { messages } from "./messages.ts"

const Share = Schema.Finite.check(Schema.isBetween({ minimum: 0, maximum: 1 }))

const Options = Schema.Struct({
  /** Share of promises that should be kept. */
  target: Metric.withDefault(Share, 0.95),
  /** Share below which the finding is critical. */
  critical: Metric.withDefault(Share, 0.8),
  /** Fewer promises are not judged. */
  minimum: Metric.withDefault(Schema.Int.check(Schema.isGreaterThan(0)), 30),
  /** Which lateness counts; as in the metric. */
  rule: Metric.withDefault(Schema.Literals(["as-stated", "instant", "day"]), "as-stated"),
})

/** Promises without a party are the brand's own. */
const byParty = [dimension("party", coalesce(column("party"), value("brand")))]

/**
 * Flags parties that keep fewer of their promises than the target. Incomplete periods are not judged, nor are partners
 * with an `sla` in the inventory: those are `partner-below-sla`'s.
 *
 * @category rules
 * @since 0.1.0
 */
export const brokenPromise = Rule.make({
  id: "broken-promise",
  meta: {
    title: { en: "Promises not kept", ru: "Обещания нарушаются", pl: "Niedotrzymane obietnice" },
    description: {
      en: "A party keeps fewer of the promises due than the target.",
      ru: "Сторона выполняет меньше обещаний, чем задано целью.",
      pl: "Strona dotrzymuje mniej obietnic, niż wynosi cel.",
    },
    severity: "warning",
    category: "partner",
    recommended: true,
  },
  options: Options,
  messages,
  needs: ({ rule }) => ({ promises: { metric: promiseKeeping, params: { rule }, by: byParty } }),
  judge: ({ inventory, measurements }, { critical, minimum, target }) => {
    const parties = new Map((inventory?.allParties ?? standardParties).map((party) => [party.id, party]))
    return measurements.promises.flatMap((measurement) => {
      const certainty = measurement.period?.complete === false ? null : below(measurement, target, minimum)
      const party = String(measurement.by["party"] ?? "brand")
      const { kind, sla } = parties.get(party) ?? {}
      // An agreement is judged as one, by partner-below-sla.
      if (certainty === null || (kind === "partner" && sla !== undefined)) return []
      const expectedEffect = shortfall(measurement, target)
      const grave = below(measurement, critical, minimum) === "likely"
      const own = party === "brand" || kind === "brand"
      return {
        subject: { kind: "party", id: party },
        severity: certainty === "possible" ? "info" : grave ? "critical" : "warning",
        certainty,
        messageId: certainty === "likely" ? "below" : "maybe-below",
        data: { party, target },
        evidence: [measurement],
        recommendation: {
          messageId: own ? "mend" : "agree",
          data: { party, target, gap: expectedEffect?.value ?? null },
          party,
          expectedEffect,
          effort: "medium",
        },
      } as const
    })
  },
})
