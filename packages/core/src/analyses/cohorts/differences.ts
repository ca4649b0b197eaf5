import { defaultLevel } from "../../stats/index.ts"
import { type NamedShare, type ShareDifference, shareDifferences } from "../difference/index.ts"
import type { CohortCell, CohortTable } from "./table.ts"

/** Two cohorts at one age: the later one minus the one before. @category cohorts @since 0.2.0 */
export interface CohortDifference extends ShareDifference {
  readonly cohort: string
  readonly before: string
  readonly index: number
}

/** The cells of a table that are final, by name, to be compared with those of another one. @category cohorts @since 0.2.0 */
export const cohortShares = ({ rows }: CohortTable): ReadonlyArray<NamedShare> =>
  rows.flatMap(({ cells, cohort }) => cells.filter(({ mature }) => mature).map((cell) => named(cohort, cell)))

const named = (cohort: string, { denominator, index, numerator }: CohortCell): NamedShare => ({
  name: `${cohort} · ${index}`,
  numerator,
  denominator,
})

/**
 * Whether cohorts get better: each against the one before at the same age, where both are final; `q` over all of them.
 *
 * **Gotchas**
 *
 * Only equal ages compare. An age at which everybody is there by definition, as that of the entry where coming back is the
 * same, is left out.
 *
 * **Example** (More of the second cohort came back in the first month)
 *
 * ```ts
 * import { cohortDifferences, cohortTable } from "@touchpoint/core/analyses"
 *
 * const cohort = (name: string, members: number, back: number) => {
 *   const at = (n: number, on: number) => ({ n, on, onOrAfter: on })
 *   return { cohort: name, state: { members, outside: 0, indices: [at(members, members), at(members, back)], bracket: null } }
 * }
 * const table = cohortTable([cohort("January", 400, 120), cohort("February", 500, 200)])
 * const [found] = cohortDifferences(table)
 * console.log(found?.cohort, found?.index, found?.difference?.toFixed(2), found?.q?.toFixed(4)) // February 1 0.10 0.0018
 * ```
 *
 * @category cohorts
 * @since 0.2.0
 */
export const cohortDifferences = (
  { rows }: CohortTable,
  level: number = defaultLevel,
): ReadonlyArray<CohortDifference> => {
  const filled = rows.filter(({ members }) => members > 0)
  const trivial = filled.every(({ cells: [entry] }) => entry === undefined || entry.denominator === entry.numerator)
  const pairs = filled.slice(1).flatMap(({ cells, cohort }, i) => {
    const earlier = filled[i]
    return cells.flatMap((cell) => {
      const other = earlier?.cells[cell.index]
      if (earlier === undefined || other === undefined || !cell.mature || !other.mature) return []
      return cell.index === 0 && trivial ? [] : [{ cohort, before: earlier.cohort, cell, other }]
    })
  })
  // By place, whatever the cohorts are called.
  const of = (side: "cell" | "other") => pairs.map((pair, i): NamedShare => ({ ...pair[side], name: String(i) }))
  const found = shareDifferences(of("cell"), of("other"), { level })
  return pairs.flatMap(({ before, cell, cohort }, i) => {
    const own = found[i]
    return own === undefined ? [] : [{ ...own, name: named(cohort, cell).name, cohort, before, index: cell.index }]
  })
}
