import type { Locale, Name } from "@touchpoint/core/model"
import { catalog, type EntryId, entryOf, nearestId } from "./catalog.ts"
import type { Entry } from "./Entry.ts"

/** A touchpoint of an inventory as plain data. @category catalogue @since 0.2.0 */
export interface InventoryTouchpoint {
  readonly id: string
  readonly name: Name
  readonly stage: string
  readonly category: string
  readonly channel: string
  readonly party: string
  readonly objective: string
  readonly status?: "active" | "planned"
  readonly aliases?: ReadonlyArray<string>
}

/** How entries become an inventory. @category catalogue @since 0.2.0 */
export interface InventoryOptions {
  /** Language of objectives, and of names where `names` is `one`; English where absent. */
  readonly locale?: Locale
  /** Names in all languages, as reports can show each, or in the locale's alone; `all` where absent. */
  readonly names?: "all" | "one"
  /** Whether the touchpoints are there already; nothing is written where absent, which means active. */
  readonly status?: "active" | "planned"
  /** Leave the catalogue's aliases out. */
  readonly withoutAliases?: boolean
}

/**
 * An inventory of chosen touchpoints as plain data: what `decodeInventory` of core reads, and a file of it holds.
 *
 * **Details**
 *
 * Entries that are given twice are taken once; the order is kept. Ids are typed; for those of a user there is
 * {@link entryOf}.
 *
 * **Example** (A shop with three touchpoints)
 *
 * ```ts
 * import { Effect } from "effect"
 * import { inventoryOf } from "@touchpoint/catalog"
 * import { decodeInventory } from "@touchpoint/core/model"
 *
 * const chosen = inventoryOf(["company-website", "point-of-sale", "feedback-survey"], { locale: "pl" })
 * const inventory = Effect.runSync(decodeInventory(chosen))
 * console.log(inventory.touchpoints.map(({ stage }) => stage))
 * // [ 'during-purchase', 'during-purchase', 'after-purchase' ]
 * ```
 *
 * @category catalogue
 * @since 0.2.0
 */
export const inventoryOf = (
  chosen: ReadonlyArray<EntryId | Entry> = catalog,
  { locale = "en", names = "all", status, withoutAliases = false }: InventoryOptions = {},
): { readonly touchpoints: ReadonlyArray<InventoryTouchpoint> } => {
  const once = new Map(
    chosen.map((item: string | Entry) => {
      const entry = typeof item === "string" ? entryOf(item) : item
      if (entry === undefined)
        throw new RangeError(`The catalogue has no touchpoint ${JSON.stringify(item)}${hint(item)}`)
      return [entry.id, entry] as const
    }),
  )
  return {
    touchpoints: Array.from(once.values(), ({ aliases, category, channel, id, name, objective, party, stage }) => ({
      id,
      name: names === "one" ? name[locale] : { ...name },
      stage,
      category,
      channel,
      party,
      objective: objective[locale],
      ...(status === undefined ? {} : { status }),
      ...(withoutAliases ? {} : { aliases: [...aliases] }),
    })),
  }
}

/** What a script without types may have meant. */
const hint = (item: string | Entry): string => {
  const near = typeof item === "string" ? nearestId(item) : undefined
  return near === undefined ? "" : `; did you mean ${JSON.stringify(near)}?`
}
