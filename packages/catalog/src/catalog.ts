import { nearest } from "@touchpoint/core/model"
import { after } from "./entries/after.ts"
import { before } from "./entries/before.ts"
import { during } from "./entries/during.ts"
import { emergingAfter, emergingBefore, emergingDuring } from "./entries/emerging.ts"
import { practiceAfter, practiceBefore, practiceDuring } from "./entries/practice.ts"
import type { Entry } from "./Entry.ts"

const all = [
  ...before,
  ...during,
  ...after,
  ...emergingBefore,
  ...emergingDuring,
  ...emergingAfter,
  ...practiceBefore,
  ...practiceDuring,
  ...practiceAfter,
] as const

/** Id of a touchpoint of the catalogue. @category catalogue @since 0.2.0 */
export type EntryId = (typeof all)[number]["id"]

/**
 * The catalogue: the 30 standard touchpoints in the order of the journey, then those tagged `emerging` and `practice`.
 *
 * @category catalogue
 * @since 0.2.0
 */
export const catalog: ReadonlyArray<Entry<EntryId>> = all

/** The 30 standard touchpoints. @category catalogue @since 0.2.0 */
export const standard: ReadonlyArray<Entry<EntryId>> = catalog.filter(({ tag }) => tag === "standard")

const byId: ReadonlyMap<string, Entry<EntryId>> = new Map(catalog.map((entry) => [entry.id, entry]))

/**
 * The touchpoint with an id; `undefined` where the catalogue has none.
 *
 * **Example** (What a newsletter is for)
 *
 * ```ts
 * import { entryOf } from "@touchpoint/catalog"
 *
 * console.log(entryOf("email-newsletter").name.pl) // Newsletter e-mail
 * console.log(entryOf("fax")) // undefined
 * ```
 *
 * @category catalogue
 * @since 0.2.0
 */
export const entryOf: {
  (id: EntryId): Entry<EntryId>
  (id: string): Entry<EntryId> | undefined
} = (id: string) => byId.get(id) as Entry<EntryId>

/** The id of the catalogue nearest to a mistyped one. @category catalogue @since 0.2.0 */
export const nearestId = (id: string): EntryId | undefined => nearest(id, byId.keys()) as EntryId | undefined
