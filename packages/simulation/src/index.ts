/**
 * A shop with planted problems: deterministic facts of every kind, at any size.
 *
 * @module
 */
export { factsOfShop } from "./facts.ts"
export { type Chatbot, cleanLevers, type Deals, type Levers } from "./life/Levers.ts"
export {
  type Device,
  devices,
  parties,
  type Segment,
  segments,
  type ShopParty,
  type ShopTouchpoint,
} from "./life/vocabulary.ts"
export { cumulate, place, Random, threefry } from "./Random.ts"
export { type FactRecord, recordsOf } from "./records.ts"
export type { InventoryInput, TouchpointInput } from "./shop/inventory.ts"
export { ShopInvalid } from "./ShopInvalid.ts"
export { type BatchOptions, type Shop, shopModel, type ShopOptions, simulateShop } from "./simulateShop.ts"
export { type StoryId, storyIds } from "./stories/index.ts"
export type { StorySubject, Truth } from "./stories/Story.ts"
