import { cleanLevers } from "../life/Levers.ts"
import type { Story } from "./Story.ts"

/** Share of orders after which nothing is said. @category stories @since 0.2.0 */
export const SILENT_SHARE = 0.4
/** Days of silence. @category stories @since 0.2.0 */
export const SILENT_DAYS = 45

const phase = { kind: "phase", id: "after" } as const

/** After two orders of five the customer hears nothing for weeks: no confirmation, no bill, no question, no news. */
export const silentAfterPurchase: Story<"silent-after-purchase"> = {
  id: "silent-after-purchase",
  title: { en: "Silence after the order", ru: "Молчание после заказа", pl: "Cisza po zamówieniu" },
  subjects: [phase],
  changed: {
    "share of orders": { clean: cleanLevers.silence.share, planted: SILENT_SHARE },
    "days of silence": { clean: cleanLevers.silence.days, planted: SILENT_DAYS },
  },
  rules: { "silence-after-purchase": [phase] },
  levers: (levers) => ({ ...levers, silence: { share: SILENT_SHARE, days: SILENT_DAYS } }),
}
