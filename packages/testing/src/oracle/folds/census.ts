import type { Census } from "../../fuzz/census.ts"
import { gather } from "../rows.ts"
import { byGroup, type Counted, type Seen } from "../Seen.ts"

/** The fold `test/census`, counted anew. @category oracle @since 0.2.0 */
export const census = (
  units: ReadonlyArray<ReadonlyArray<Seen>>,
  { after }: { readonly after: string | null },
): Counted<Census> => {
  const rows = units.flatMap((unit, number) => {
    const first = unit.findIndex(({ marks }) => after !== null && marks.has(after))
    return unit.flatMap((row, i) =>
      after !== null && (first < 0 || i < first) ? [] : [{ row, number, place: i, last: unit[i - 1]?.at ?? row.at }],
    )
  })
  return byGroup(rows, ({ row }) => row.group).map(([place, own]) => [
    place,
    {
      units: new Set(own.map(({ number }) => number)).size,
      rows: own.length,
      marks: own.reduce((sum, { row }) => sum + row.marks.size, 0),
      values: own.filter(({ row }) => row.value !== null).length,
      sum: own.reduce((sum, { row }) => sum + (row.value ?? 0), 0),
      waits: own.reduce((sum, { last, row }) => sum + (last === Number.NEGATIVE_INFINITY ? 0 : row.at - last), 0),
      labels: gather(
        own.filter(({ row }) => row.label("source") !== null),
        ({ row }) => [row.label("source"), row.kind],
      )
        .map((same) => [`${String(same[0]?.row.label("source"))}/${same[0]?.row.kind}`, same.length] as const)
        .toSorted(([a], [b]) => (a < b ? -1 : 1)),
    },
  ])
}
