import * as Result from "effect/Result"
import type { TrailGroup } from "../../questions/folds/Fold.ts"
import { everything } from "../../questions/Question.ts"
import { MARKS } from "../../questions/folds/marks.ts"
import type { Trails } from "../../questions/Trails.ts"
import { LimitExceeded, QuestionInvalid } from "../Engine.ts"
import { evaluateNumber, type Reason } from "./evaluate.ts"
import { groupBy, textsOf } from "./grouping.ts"
import { select, textColumn } from "./selection.ts"
import type { Part, SortedTrails } from "./trailRows.ts"
import { withBuckets } from "./units.ts"

/** Labels in the order of trails, and the texts of their codes. */
export interface Labels {
  readonly label: Int32Array
  readonly labels: ReadonlyArray<string>
}

/** Takes a value for every slot from a column of each part. */
const gather = <A extends Float64Array | Int32Array>(
  { part, place }: SortedTrails,
  columns: ReadonlyArray<A | null>,
  out: A,
): A => {
  const [only] = columns
  if (columns.length === 1 && only !== null && only !== undefined) {
    for (let i = 0; i < out.length; i++) out[i] = only[place[i] as number] as number
    return out
  }
  for (let i = 0; i < out.length; i++) {
    const column = columns[part[i] as number] ?? null
    if (column !== null) out[i] = column[place[i] as number] as number
  }
  return out
}

/** Labels of all rows: what their kind's label says, else the column if the kind has it; none where there is no column. */
export const labelColumn = (
  sorted: SortedTrails,
  kinds: Trails["kinds"],
  column: string | null,
): Result.Result<Labels, Reason> =>
  Result.gen(function* () {
    const codes = new Map<string, number>()
    const columns: Array<Int32Array | null> = []
    for (const [p, { rows }] of sorted.parts.entries()) {
      const named = kinds[p]?.label ?? null
      if (column === null || (named === null && !Object.hasOwn(rows.table.kind.fields, column))) {
        columns.push(null)
        continue
      }
      const text = yield* named === null ? textColumn(rows, column) : textsOf(rows, named)
      const own = text.words.map((word) => codes.get(word) ?? (codes.set(word, codes.size), codes.size - 1))
      columns.push(
        own.every((code, i) => code === i)
          ? text.codes
          : text.codes.map((code) => (code < 0 ? -1 : (own[code] as number))),
      )
    }
    return { label: gather(sorted, columns, new Int32Array(sorted.at.length).fill(-1)), labels: [...codes.keys()] }
  })

const holds = (x: number): boolean => x === x && x !== 0

/** Bit `i` of a slot is set where its row bears mark `i`. */
export const markColumn = (sorted: SortedTrails, { kinds, marks }: Trails): Result.Result<Int32Array, Reason> =>
  Result.gen(function* () {
    const columns: Array<Int32Array | null> = kinds.map(() => null)
    for (const [bit, { any }] of marks.entries())
      for (const { kind, when } of any) {
        const p = kinds.findIndex((one) => one.kind === kind)
        const { rows } = sorted.parts[p] as Part
        const bits = (columns[p] ??= new Int32Array(rows.table.rows))
        const values = when === null ? null : (yield* evaluateNumber(rows, when)).values
        for (let row = 0; row < bits.length; row++)
          if (values === null || holds(values[row] as number)) bits[row] = (bits[row] as number) | (1 << bit)
      }
    return gather(sorted, columns, new Int32Array(sorted.at.length))
  })

/** The number of each slot; `null` where no kind gives one. */
export const valueColumn = (sorted: SortedTrails, { kinds }: Trails): Result.Result<Float64Array | null, Reason> =>
  Result.gen(function* () {
    const columns: Array<Float64Array | null> = []
    for (const [p, { value }] of kinds.entries())
      columns.push(value === null ? null : (yield* evaluateNumber((sorted.parts[p] as Part).rows, value)).values)
    return columns.every((column) => column === null)
      ? null
      : gather(sorted, columns, new Float64Array(sorted.at.length).fill(Number.NaN))
  })

/** The group each row opens in, and what each group is. */
export const groupColumn = (
  sorted: SortedTrails,
  { kinds, open }: Trails,
  maximum: number,
): Result.Result<{ readonly group: Int32Array; readonly groups: ReadonlyArray<TrailGroup> }, Reason> =>
  Result.gen(function* () {
    const p = kinds.findIndex(({ kind }) => kind === open.kind)
    const { at, kept, rows } = sorted.parts[p] as Part
    if (open.where === null && open.span === null && open.edges === null && open.by.length === 0)
      return { group: allOpen(sorted, p), groups: [{ key: [], bucket: null }] }
    const seen = new Uint8Array(rows.table.rows)
    for (const row of kept) if (at[row] !== Number.NEGATIVE_INFINITY) seen[row] = 1
    const selected = yield* select(rows, { ...everything, where: open.where, span: open.span, edges: open.edges })
    const opening = selected.rows.filter((row) => seen[row] === 1)
    const buckets = selected.buckets?.filter((_, i) => seen[selected.rows[i] as number] === 1) ?? null
    const grouping = yield* groupBy(rows, opening, open.by)
    const { buckets: ofGroup, keys, of } = withBuckets(grouping.of, grouping.keys, buckets)
    if (keys.length > maximum)
      return yield* Result.fail(new LimitExceeded({ limit: "groups", allowed: maximum, found: keys.length }))
    const codes = new Int32Array(rows.table.rows).fill(-1)
    for (let i = 0; i < opening.length; i++) codes[opening[i] as number] = of[i] as number
    const columns = kinds.map((_, kind) => (kind === p ? codes : null))
    return {
      group: gather(sorted, columns, new Int32Array(sorted.at.length).fill(-1)),
      groups: keys.map((key, i) => ({ key, bucket: ofGroup?.[i] ?? null })),
    }
  })

/** Every dated row of a kind opens in the one group. */
const allOpen = ({ at, part }: SortedTrails, p: number): Int32Array => {
  const group = new Int32Array(at.length)
  for (let i = 0; i < group.length; i++) if (part[i] !== p || at[i] === Number.NEGATIVE_INFINITY) group[i] = -1
  return group
}

/** What is wrong with a question about trails before any column is read; `null` where nothing is. */
export const trailsProblem = ({ kinds, marks, open }: Trails): QuestionInvalid | null => {
  const ids = kinds.map(({ kind }) => kind)
  const names = marks.map(({ id }) => id)
  const problem =
    new Set(ids).size < ids.length
      ? "a kind of the trails is named twice"
      : !ids.includes(open.kind)
        ? `rows of ${JSON.stringify(open.kind)} open, but the trails have no such rows`
        : names.length > MARKS
          ? `there are ${names.length} marks, more than ${MARKS}`
          : new Set(names).size < names.length
            ? "two marks have one id"
            : (marks
                .filter(({ any }) => any.some(({ kind }) => !ids.includes(kind)))
                .map(({ id }) => `the mark ${JSON.stringify(id)} is of a kind that the trails do not have`)[0] ?? null)
  return problem === null ? null : new QuestionInvalid({ problem })
}
