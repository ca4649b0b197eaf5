/**
 * The standard touchpoints as data, in English, Russian and Polish.
 *
 * @module
 */
export { catalog, type EntryId, entryOf, nearestId, standard } from "./catalog.ts"
export type { Entry, SuggestedMetric, Tag, Texts } from "./Entry.ts"
export { inventoryOf, type InventoryOptions, type InventoryTouchpoint } from "./inventory.ts"
export { nearbyEntries } from "./nearby.ts"
export { folded, searchCatalog, spelt } from "./search.ts"
