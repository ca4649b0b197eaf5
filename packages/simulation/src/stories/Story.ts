import type { Texts } from "@touchpoint/catalog"
import type { Subject } from "@touchpoint/core/rules"
import type { Levers } from "../life/Levers.ts"
import type { InventoryInput } from "../shop/inventory.ts"

/** What a story is about: what findings are about, or a device. @category stories @since 0.2.0 */
export type StorySubject = Subject | { readonly kind: "device"; readonly id: string }

/**
 * What was planted: where, with which numbers, and which rules should find it. A story without rules is one that a
 * metric shows and nobody judges yet.
 *
 * @category stories
 * @since 0.2.0
 */
export interface Truth {
  readonly story: string
  readonly title: Texts
  readonly subjects: ReadonlyArray<StorySubject>
  /** The numbers that differ from a clean shop, by name. */
  readonly changed: Readonly<Record<string, { readonly clean: number | string; readonly planted: number | string }>>
  /** Rules that should find it, and the subjects each of them should name. */
  readonly rules: Readonly<Record<string, ReadonlyArray<Subject>>>
}

/** A planted problem: what it changes in the lives of customers, and in the inventory. */
export interface Story<Id extends string = string> {
  readonly id: Id
  readonly title: Texts
  readonly subjects: ReadonlyArray<StorySubject>
  readonly changed: Truth["changed"]
  readonly rules: Truth["rules"]
  readonly levers?: (levers: Levers) => Levers
  readonly inventory?: (inventory: InventoryInput, asOf: string) => InventoryInput
}
