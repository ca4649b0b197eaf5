import type { Fold } from "@touchpoint/core/questions"

/** A row of a trail, for tests of folds. @category folds @since 0.2.0 */
export interface FoldRow {
  readonly at: number
  /** Ids of the marks it bears, parted by spaces. */
  readonly marks?: string
  /** `interaction` where left out. */
  readonly kind?: string
  readonly label?: string | null
  /** The group it opens in: the one group, named "", where left out; `null` where it cannot open. */
  readonly group?: string | null
  readonly value?: number | null
}

/**
 * Runs a fold over trails written by hand, one per unit, and gives its states by group. Rows have to be in order.
 *
 * **Example** (From an advertisement to the shop)
 *
 * ```ts
 * import { transitionDefaults, transitions } from "@touchpoint/core/questions"
 * import { runFold } from "@touchpoint/testing"
 *
 * const states = runFold(transitions, transitionDefaults, [[{ at: 0, label: "ad" }, { at: 1, label: "shop" }]])
 * console.log(states.get("")?.moves.length) // 3
 * ```
 *
 * @category folds
 * @since 0.2.0
 */
export const runFold = <State, Options>(
  fold: Fold<State, Options>,
  options: NoInfer<Options>,
  units: ReadonlyArray<ReadonlyArray<FoldRow>>,
): ReadonlyMap<string, State> => {
  const rows = units.flat()
  const names = <A>(all: Iterable<A | null | undefined>) => [
    ...new Set([...all].filter((one) => one !== null && one !== undefined)),
  ]
  const marks = names(rows.flatMap((row) => (row.marks ?? "").split(" "))).filter((id) => id !== "")
  const kinds = names(rows.map((row) => row.kind ?? "interaction"))
  const labels = names(rows.map((row) => row.label))
  const groups = names(["", ...rows.map((row) => row.group)])
  const problem = fold.problem?.(options, { marks: [...marks, ...namesIn(options)], kinds }) ?? null
  if (problem !== null) throw new Error(problem)
  // Marks that only the options name are borne by no row.
  const bits = [...new Set([...marks, ...namesIn(options)])]
  const running = fold.run(options, {
    labels,
    kinds,
    marks: bits,
    groups: groups.map((name) => ({ key: groups.length === 1 ? [] : [name], bucket: null })),
  })
  const columns = {
    at: Float64Array.from(rows, ({ at }) => at),
    kind: Uint8Array.from(rows, (row) => kinds.indexOf(row.kind ?? "interaction")),
    label: Int32Array.from(rows, (row) => labels.indexOf(row.label ?? "")),
    marks: Int32Array.from(rows, (row) =>
      (row.marks ?? "").split(" ").reduce((set, id) => (id === "" ? set : set | (1 << bits.indexOf(id))), 0),
    ),
    group: Int32Array.from(rows, ({ group = "" }) => (group === null ? -1 : groups.indexOf(group))),
    value: rows.some(({ value }) => value !== undefined)
      ? Float64Array.from(rows, ({ value }) => value ?? Number.NaN)
      : null,
  }
  let from = 0
  for (const unit of units) {
    const to = from + unit.length
    if (to > from) running.unit({ ...columns, from, to })
    from = to
  }
  return new Map(
    running.finish().flatMap((state, code) => (state === undefined ? [] : [[groups[code] ?? "", state] as const])),
  )
}

/** Every text in the options may be a mark. */
const namesIn = (value: unknown): ReadonlyArray<string> =>
  typeof value === "string"
    ? [value]
    : typeof value === "object" && value !== null
      ? [...new Set(Object.values(value).flatMap(namesIn))]
      : []
