import type { Story } from "./Story.ts"

/** Messages of one burst, one a day. @category stories @since 0.2.0 */
export const MESSAGES = 7
/** Months at the end of the simulated time with one burst each. @category stories @since 0.2.0 */
export const BURST_MONTHS = 6

const segment = { kind: "segment", id: "young" } as const

/** The young get flash deals day after day, once a month: far more than anybody else. */
export const overMailedSegment: Story<"over-mailed-segment"> = {
  id: "over-mailed-segment",
  title: { en: "An over-mailed segment", ru: "Сегмент, заваленный рассылками", pl: "Segment zasypany wiadomościami" },
  subjects: [segment, { kind: "touchpoint", id: "marketing-campaign" }],
  changed: {
    "messages in a week": { clean: 2, planted: MESSAGES },
    "months with a burst": { clean: 0, planted: BURST_MONTHS },
  },
  rules: { "over-cap": [segment] },
  levers: (levers) => ({ ...levers, deals: { segment: "young", months: BURST_MONTHS, messages: MESSAGES } }),
}
