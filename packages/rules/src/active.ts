import type { Inventory, Touchpoint } from "@touchpoint/core/model"

/** Touchpoints in use: those without a status are. */
export const activeOf = (inventory: Inventory | null): ReadonlyArray<Touchpoint> =>
  (inventory?.touchpoints ?? []).filter(({ status }) => status === undefined || status === "active")
