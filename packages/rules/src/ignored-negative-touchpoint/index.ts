import { csat, nps } from "@touchpoint/core/metrics"
import type { Touchpoint } from "@touchpoint/core/model"
import { column, dimension } from "@touchpoint/core/questions"
import { Rule } from "@touchpoint/core/rules"
import type { Calendar } from "@touchpoint/core/time"
import { ageInDays } from "../age.ts"
import { below } from "../below.ts"
import { shortfall } from "../shortfall.ts"
import { messages } from "./messages.ts"
import { Options } from "./options.ts"

const byTouchpoint = [dimension("touchpoint", column("touchpoint"))]

/**
 * Flags touchpoints that customers rate badly and that nobody looks after: no owner, never reviewed, or not reviewed
 * lately.
 *
 * **Details**
 *
 * NPS and CSAT are judged with their intervals; both give one finding per touchpoint. Both count every answer about a
 * touchpoint (`relation: "transactional"`): the latest answer per customer would leave out all the other touchpoints
 * that the customer rated.
 *
 * @category rules
 * @since 0.1.0
 */
export const ignoredNegativeTouchpoint = Rule.make({
  id: "ignored-negative-touchpoint",
  meta: {
    title: {
      en: "Negative feedback nobody looks after",
      ru: "Негативные отзывы без внимания",
      pl: "Negatywne opinie bez reakcji",
    },
    description: {
      en: "Feedback on a touchpoint is negative, and it has no owner or no recent review.",
      ru: "Отзывы о точке контакта негативные, а ответственного или недавнего пересмотра у неё нет.",
      pl: "Opinie o punkcie styku są negatywne, a nie ma on osoby odpowiedzialnej ani niedawnego przeglądu.",
    },
    severity: "warning",
    category: "experience",
    recommended: true,
  },
  options: Options,
  messages,
  needs: (options) => ({
    nps: { metric: nps, params: { relation: "transactional", ...options.nps }, by: byTouchpoint },
    csat: { metric: csat, params: { ...options.csat, form: "top-box" }, by: byTouchpoint },
  }),
  judge: ({ asOf, calendar, inventory, measurements }, options) => {
    const { csatFloor, minimum, npsFloor } = options
    const floored = [
      ...measurements.nps.map((measurement) => ({ measurement, floor: npsFloor })),
      ...measurements.csat.map((measurement) => ({ measurement, floor: csatFloor })),
    ]
    const negative = floored.flatMap(({ floor, measurement }) => {
      const certainty = below(measurement, floor, minimum)
      return certainty === null ? [] : [{ measurement, certainty }]
    })
    return (inventory?.touchpoints ?? []).flatMap((touchpoint) => {
      const own = negative.filter(({ measurement }) => measurement.by["touchpoint"] === touchpoint.id)
      const evidence = own.map(({ measurement }) => measurement)
      const neglect = neglectOf(touchpoint, asOf, calendar, options.reviewWithinDays)
      if (touchpoint.status === "retired" || own.length === 0 || neglect === null) return []
      const certainty = own.some((one) => one.certainty === "likely") ? "likely" : "possible"
      const unowned = neglect.messageId === "unowned"
      const shares = evidence.find(({ metric }) => metric === csat.id)
      const expectedEffect = shares === undefined ? null : shortfall(shares, csatFloor)
      const data = { touchpoint: touchpoint.id, certainty, nps: npsFloor, csat: csatFloor, ...neglect.data }
      return {
        subject: { kind: "touchpoint", id: touchpoint.id },
        severity: certainty === "possible" ? "info" : unowned ? "critical" : "warning",
        certainty,
        messageId: neglect.messageId,
        data,
        evidence,
        recommendation: {
          messageId: unowned ? "assign" : "review",
          data: { touchpoint: touchpoint.id, floor: csatFloor, gap: expectedEffect?.value ?? null },
          party: touchpoint.party ?? "brand",
          expectedEffect,
          effort: "low",
        },
      } as const
    })
  },
})

/** Why a touchpoint counts as not looked after, the gravest reason; `null` where it is. */
const neglectOf = (
  { owner, reviewed }: Touchpoint,
  asOf: number | null,
  calendar: Calendar.Calendar,
  limit: number,
) => {
  if (owner === undefined) return { messageId: "unowned", data: {} } as const
  if (reviewed === undefined) return { messageId: "unreviewed", data: {} } as const
  if (asOf === null) return null
  const age = ageInDays(reviewed, asOf, calendar)
  return age > limit ? ({ messageId: "stale", data: { age, limit } } as const) : null
}
