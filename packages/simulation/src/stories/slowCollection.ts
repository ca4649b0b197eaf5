import { cleanLevers } from "../life/Levers.ts"
import type { Story } from "./Story.ts"

/** Share of orders to collect, and of calls, that the shop itself is late with. @category stories @since 0.2.0 */
export const LATE_SHARE = 0.2

const party = { kind: "party", id: "brand" } as const

/** The shop itself is late: orders to collect are not ready, and nobody calls back when promised. */
export const slowCollection: Story<"slow-collection"> = {
  id: "slow-collection",
  title: {
    en: "Orders to collect that are not ready",
    ru: "Заказы, не готовые к самовывозу",
    pl: "Zamówienia niegotowe do odbioru",
  },
  subjects: [party],
  changed: { "share late": { clean: cleanLevers.late.brand, planted: LATE_SHARE } },
  rules: { "broken-promise": [party] },
  levers: (levers) => ({ ...levers, late: { ...levers.late, brand: LATE_SHARE } }),
}
