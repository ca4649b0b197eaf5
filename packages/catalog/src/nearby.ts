import { type EntryId, entryOf } from "./catalog.ts"
import type { Entry } from "./Entry.ts"
import { folded } from "./search.ts"

/** What shops ask for and the catalogue does not have, by the beginnings of its words, and where it happens instead. */
const topics: ReadonlyArray<readonly [beginnings: string, nearest: ReadonlyArray<EntryId>]> = [
  [
    "return refund exchange возврат обмен zwrot zwrac wymian",
    ["customer-support-representative", "help-centre", "courier-delivery"],
  ],
  [
    "complain claim warranty guarantee жалоб претенз рекламац гаранти reklamacj gwarancj skarg",
    ["customer-support-representative", "help-centre"],
  ],
  ["unsubscrib отпис wypis rezygnac", ["email-newsletter", "subscription-offer"]],
  ["pay оплат платеж platnosc zaplat", ["shopping-cart", "point-of-sale", "billing-document"]],
  ["install repair montaz naprawa установк ремонт монтаж", ["customer-support-representative", "online-booking"]],
  ["sms push notification уведомлен powiadomien", ["mobile-app", "email-newsletter"]],
  ["pickup pick collect самовывоз пункт odbior paczkomat", ["courier-delivery", "brick-and-mortar-store"]],
]

/**
 * Touchpoints near to a query that `searchCatalog` finds nothing for: where what it names usually happens. They
 * are not the same, so nothing is mapped to them by itself.
 *
 * **Example** (Returns are no touchpoint of the catalogue)
 *
 * ```ts
 * import { nearbyEntries } from "@touchpoint/catalog"
 *
 * console.log(nearbyEntries("returns")[0]?.id) // customer-support-representative
 * ```
 *
 * @category catalogue
 * @since 0.2.0
 */
export const nearbyEntries = (query: string): ReadonlyArray<Entry<EntryId>> => {
  const words = folded(query).split(" ")
  const ids = topics.flatMap(([beginnings, nearest]) =>
    folded(beginnings)
      .split(" ")
      .some((beginning) => words.some((word) => word.startsWith(beginning)))
      ? nearest
      : [],
  )
  return [...new Set(ids)].map((id) => entryOf(id))
}
