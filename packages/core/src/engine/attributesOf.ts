import type { Inventory } from "../model/Inventory.ts"
import type { InventoryAttribute } from "../questions/Expr.ts"

/**
 * The attribute of every touchpoint that has it; the brand answers where no party is named. For engines.
 *
 * @category engine
 * @since 0.2.0
 */
export const attributesOf = (inventory: Inventory, attribute: InventoryAttribute): ReadonlyMap<string, string> => {
  const phase = new Map(inventory.allStages.map((stage) => [stage.id, stage.phase as string] as const))
  const mode = new Map(inventory.allChannels.map((channel) => [channel.id, channel.mode as string] as const))
  const kind = new Map(inventory.allParties.map((party) => [party.id, party.kind as string] as const))
  const of: Readonly<Record<InventoryAttribute, (t: Inventory["touchpoints"][number]) => string | undefined>> = {
    stage: (t) => t.stage,
    phase: (t) => phase.get(t.stage),
    category: (t) => t.category,
    channel: (t) => t.channel,
    mode: (t) => mode.get(t.channel ?? ""),
    party: (t) => t.party ?? "brand",
    partyKind: (t) => kind.get(t.party ?? "brand"),
    owner: (t) => t.owner,
  }
  return new Map(
    inventory.touchpoints.flatMap((t) => {
      const found = of[attribute](t)
      return found === undefined ? [] : [[t.id, found] as const]
    }),
  )
}
