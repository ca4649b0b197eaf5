import { assemble, type DecodedSource, type FactTable, rejectCollector } from "@touchpoint/core/facts"
import { decodeInventory } from "@touchpoint/core/model"
import { Calendar } from "@touchpoint/core/time"
import * as Effect from "effect/Effect"
import { type Shop, shopModel } from "./simulateShop.ts"

/**
 * The facts of a shop ready to be counted, as if they had been read from files: cookies are resolved, the inventory is
 * decoded, and all kinds are complete up to the shop's last day. For shops that fit into memory.
 *
 * @category shop
 * @since 0.2.0
 */
export const factsOfShop = Effect.fnUntraced(function* (shop: Shop) {
  const calendar = Calendar.make(shop.zone)
  const inventory = yield* decodeInventory(shop.inventory)
  const last = Calendar.instantOf(calendar, shop.asOf) ?? 0
  return yield* assemble([...shop.tables().values()].map(decoded), {
    model: shopModel,
    calendar,
    inventory,
    asOf: Calendar.next(calendar, "day", last) - 1,
  })
})

const decoded = (table: FactTable): DecodedSource => ({
  source: table.kind.plural,
  origin: "simulation",
  table,
  key: table.kind.key,
  rowNumbers: Int32Array.from({ length: table.rows }, (_, row) => row + 1),
  rows: table.rows,
  rejects: rejectCollector(),
  undated: !table.columns.has("at"),
  columns: new Map(),
  bands: new Map(),
  notes: { encoding: null, suspectCells: {} },
})
