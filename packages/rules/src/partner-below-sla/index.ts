import { type Measurement, Metric, promiseKeeping } from "@touchpoint/core/metrics"
import { standardParties } from "@touchpoint/core/model"
import { coalesce, column, dimension, value } from "@touchpoint/core/questions"
import { Rule } from "@touchpoint/core/rules"
import { binomialTest, clopperPearsonUpper } from "@touchpoint/core/stats"
import * as Schema from "effect/Schema"
import { shortfall } from "../shortfall.ts"
import { messages } from "./messages.ts"

const Share = Schema.Finite.check(Schema.isBetween({ minimum: 0, maximum: 1 }))

const Options = Schema.Struct({
  /** Share of promises that partners without an `sla` in the inventory agreed to keep; `null` for no agreement. */
  sla: Metric.withDefault(Schema.NullOr(Share), null),
  /** Confidence of the one-sided limit. */
  level: Metric.withDefault(Schema.Finite.check(Schema.isBetween({ minimum: 0.5, maximum: 0.999 })), 0.95),
  /** So far below the agreement, in shares, the finding is critical. */
  severe: Metric.withDefault(Share, 0.1),
  /** Fewer promises are not judged. */
  minimum: Metric.withDefault(Schema.Int.check(Schema.isGreaterThan(0)), 10),
  /** Which lateness counts; as in the metric. */
  rule: Metric.withDefault(Schema.Literals(["as-stated", "instant", "day"]), "as-stated"),
})

/** What chance alone does more often than this is not worth a word. */
const SUSPICION = 0.2

/** Promises without a party are the brand's own. */
const byParty = [dimension("party", coalesce(column("party"), value("brand")))]

/**
 * Flags partners that keep fewer of their promises than they agreed to, by a one-sided exact test: a contract is proved
 * broken where even the upper limit is below it.
 *
 * **Details**
 *
 * The agreement is `sla` of the party in the inventory, else the option. `broken-promise` leaves parties with an `sla`
 * to this rule, so that one partner is one finding.
 *
 * @category rules
 * @since 0.2.0
 */
export const partnerBelowSla = Rule.make({
  id: "partner-below-sla",
  meta: {
    title: {
      en: "Partner below its agreement",
      ru: "Партнёр не выполняет договорённость",
      pl: "Partner poniżej umowy",
    },
    description: {
      en: "A partner keeps fewer of its promises than it agreed to.",
      ru: "Партнёр выполняет меньше обещаний, чем оговорено.",
      pl: "Partner dotrzymuje mniej obietnic, niż uzgodniono.",
    },
    severity: "warning",
    category: "partner",
    recommended: true,
  },
  options: Options,
  messages,
  needs: ({ rule }) => ({ promises: { metric: promiseKeeping, params: { rule }, by: byParty } }),
  judge: ({ inventory, measurements }, options) => {
    const { level, minimum, severe } = options
    const parties = new Map((inventory?.allParties ?? standardParties).map((party) => [party.id, party]))
    return measurements.promises.flatMap((measurement) => {
      const id = String(measurement.by["party"] ?? "brand")
      const { kind = "partner", sla = options.sla } = parties.get(id) ?? {}
      const tested = testOf(measurement, sla ?? 0, level)
      if (kind !== "partner" || sla === null || tested === null || measurement.n < minimum) return []
      if (measurement.period?.complete === false || (measurement.value ?? 1) >= sla) return []
      const { limit, p } = tested
      const proved = limit < sla
      if (!proved && p > SUSPICION) return []
      const expectedEffect = shortfall(measurement, sla)
      return {
        subject: { kind: "party", id },
        severity: !proved ? "info" : limit < sla - severe ? "critical" : "warning",
        certainty: proved ? "likely" : "possible",
        messageId: proved ? "below" : "unproven",
        data: { party: id, sla, level, limit, p },
        evidence: [measurement],
        recommendation: {
          messageId: proved ? "claim" : "watch",
          data: { party: id, sla, gap: expectedEffect?.value ?? null },
          party: proved ? id : "brand",
          expectedEffect,
          effort: proved ? "medium" : "low",
        },
      } as const
    })
  },
})

/** The upper limit of the share kept, and how probable so few would be were the agreement met; by effective counts. */
const testOf = ({ n, nEffective, value: share }: Measurement, sla: number, level: number) => {
  if (share === null) return null
  const size = nEffective ?? n
  // An exact test takes whole promises: those of weighted or clustered rows are rounded in the partner's favour.
  const whole = Math.floor(size)
  const kept = Math.min(whole, Math.ceil(share * whole - 1e-9))
  const limit = clopperPearsonUpper(kept, whole, level)?.high ?? null
  const p = binomialTest(kept, whole, sla, "less")
  return limit === null || p === null ? null : { limit, p }
}
