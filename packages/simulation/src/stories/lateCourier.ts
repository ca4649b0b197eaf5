import { cleanLevers } from "../life/Levers.ts"
import type { Story } from "./Story.ts"

/** Share of the courier's parcels that come after the promised day. @category stories @since 0.2.0 */
export const LATE_SHARE = 0.24

const party = { kind: "party", id: "courier-bocian" } as const

/** One of the two couriers is late with every fourth parcel; customers rate those deliveries badly. */
export const lateCourier: Story<"late-courier"> = {
  id: "late-courier",
  title: { en: "A courier who is late", ru: "Опаздывающий курьер", pl: "Spóźniający się kurier" },
  subjects: [party, { kind: "touchpoint", id: "courier-delivery" }],
  changed: { "share late": { clean: cleanLevers.late["courier-bocian"], planted: LATE_SHARE } },
  rules: { "partner-below-sla": [party] },
  levers: (levers) => ({ ...levers, late: { ...levers.late, "courier-bocian": LATE_SHARE } }),
}
