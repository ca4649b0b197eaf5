import type { Measurement } from "../metrics/Measurement.ts"
import type { Voice } from "./voice.ts"

/** Name of the group a measurement is of; all of them where it is not split. @category reports @since 0.2.0 */
export const groupName = (voice: Voice, by: Measurement["by"]): string =>
  Object.keys(by).length === 0 ? voice.label("total") : voice.wording.group({ by }) || "“”"

/** The period, and whether it is incomplete. @category reports @since 0.2.0 */
export const periodText = (voice: Voice, period: Measurement["period"]): string =>
  period === null
    ? voice.label("undatedPeriod")
    : period.complete
      ? voice.wording.period(period)
      : `${voice.wording.period(period)} (${voice.label("partial")})`

/**
 * The baseline of a comparison: a group, everybody outside it, a period.
 *
 * @category reports
 * @since 0.2.0
 */
export const baselineName = (voice: Voice, versus: NonNullable<Measurement["versus"]>): string =>
  [
    ...(versus.by === undefined || (versus.rest !== undefined && Object.keys(versus.by).length === 0)
      ? []
      : [groupName(voice, versus.by)]),
    ...(versus.rest === undefined ? [] : [voice.label("rest")]),
    ...(versus.period === undefined ? [] : [periodText(voice, versus.period)]),
  ].join(" · ")
