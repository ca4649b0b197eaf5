import type { Group } from "@touchpoint/core/questions"
import { gather } from "./rows.ts"

/** A row of a trail, with all a fold may know of it. @category oracle @since 0.2.0 */
export interface Seen {
  readonly at: number
  readonly kind: string
  readonly marks: ReadonlySet<string>
  /** The group it opens in; `null` where it cannot open. */
  readonly group: Place | null
  readonly value: number | null
  /** The row's label: that of the question, else the column the fold names. */
  readonly label: (column: string) => string | null
}

/** A group without its states. @category oracle @since 0.2.0 */
export type Place = Pick<Group, "key" | "bucket">

/** What a fold of the oracle gives: the states of the groups that have one. @category oracle @since 0.2.0 */
export type Counted<State> = ReadonlyArray<readonly [Place, State]>

/** Trails or rows by the group they belong to. @category oracle @since 0.2.0 */
export const byGroup = <T>(
  items: ReadonlyArray<T>,
  groupOf: (item: T) => Place | null,
): ReadonlyArray<readonly [Place, ReadonlyArray<T>]> =>
  gather(
    items.flatMap((item) => {
      const place = groupOf(item)
      return place === null ? [] : [{ item, place }]
    }),
    ({ place }) => [JSON.stringify([place.key, place.bucket])],
  ).flatMap((same) => same.slice(0, 1).map(({ place }) => [place, same.map(({ item }) => item)] as const))
