import { daysBefore, withTouchpoint } from "../shop/inventory.ts"
import type { Story } from "./Story.ts"

/** Days since the touchpoint was reviewed. @category stories @since 0.2.0 */
export const REVIEWED_DAYS_AGO = 900

const touchpoint = { kind: "touchpoint", id: "loyalty-programme" } as const

/** Nobody has looked at the loyalty programme for years. */
export const staleReview: Story<"stale-review"> = {
  id: "stale-review",
  title: { en: "A review long ago", ru: "Давний пересмотр", pl: "Dawny przegląd" },
  subjects: [touchpoint],
  changed: { "days since the last review": { clean: 72, planted: REVIEWED_DAYS_AGO } },
  rules: { "stale-review": [touchpoint] },
  inventory: (inventory, asOf) =>
    withTouchpoint(inventory, touchpoint.id, (one) => ({ ...one, reviewed: daysBefore(asOf, REVIEWED_DAYS_AGO) })),
}
