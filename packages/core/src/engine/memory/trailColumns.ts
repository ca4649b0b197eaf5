import * as Result from "effect/Result"
import type { TrailGroup } from "../../questions/folds/Fold.ts"
import { MARKS } from "../../questions/folds/marks.ts"
import type { Expr } from "../../questions/Expr.ts"
import type { Trails } from "../../questions/Trails.ts"
import { LimitExceeded, QuestionInvalid } from "../Engine.ts"
import { bucketOf, evaluateNumber, type Reason, type Rows } from "./evaluate.ts"
import { groupBy, textsOf } from "./grouping.ts"
import { textColumn } from "./selection.ts"
import type { Part } from "./Part.ts"
import type { SortedTrails } from "./trailRows.ts"
import { withBuckets } from "./units.ts"
import { holds, wordwise } from "./wordwise.ts"

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
    const [only] = columns
    const label =
      columns.length === 1 && only !== null && only !== undefined
        ? inSlots(sorted, 0, only)
        : gather(sorted, columns, new Int32Array(sorted.at.length).fill(-1))
    return { label, labels: [...codes.keys()] }
  })

/** Codes of a part's rows in the order of slots; −1 in those of other parts. */
const inSlots = (sorted: SortedTrails, p: number, codes: Int32Array): Int32Array => {
  const known = sorted.slotted.get(codes)
  if (known !== undefined) return known
  const columns = sorted.parts.map((_, part) => (part === p ? codes : null))
  const made = gather(sorted, columns, new Int32Array(sorted.at.length).fill(-1))
  sorted.slotted.set(codes, made)
  return made
}

/** Bit `i` of a slot is set where its row bears mark `i`. */
export const markColumn = (sorted: SortedTrails, { kinds, marks }: Trails): Result.Result<Int32Array, Reason> =>
  Result.gen(function* () {
    const borne = new Int32Array(sorted.at.length)
    for (const [p, { kind }] of kinds.entries()) {
      const { rows } = sorted.parts[p] as Part
      let everywhere = 0
      // Of each column whose words decide: the bits of each code.
      const words = new Map<Int32Array, Int32Array>()
      for (const [place, { any }] of marks.entries()) {
        const bit = 1 << place
        for (const one of any) {
          if (one.kind !== kind) continue
          if (one.when === null) {
            everywhere |= bit
            continue
          }
          const decided = yield* wordwise(rows, one.when)
          if (decided === null) {
            bearWhere(borne, sorted, p, (yield* evaluateNumber(rows, one.when)).values, bit)
            continue
          }
          const { codes, holds: known } = decided
          let bits = words.get(codes)
          if (bits === undefined) words.set(codes, (bits = new Int32Array(known.length)))
          for (let code = 0; code < known.length; code++)
            if (known[code] === 1) bits[code] = (bits[code] as number) | bit
        }
      }
      for (const [codes, bits] of words) bear(borne, sorted, p, inSlots(sorted, p, codes), bits)
      if (everywhere !== 0) bear(borne, sorted, p, null, Int32Array.of(everywhere))
    }
    return borne
  })

/** Adds to each slot of a part the bits of its code; without codes the first. */
const bear = (
  borne: Int32Array,
  { part }: SortedTrails,
  p: number,
  codes: Int32Array | null,
  bits: Int32Array,
): void => {
  for (let slot = 0; slot < borne.length; slot++)
    if (part[slot] === p)
      borne[slot] = (borne[slot] as number) | (bits[codes === null ? 0 : (codes[slot] as number) + 1] as number)
}

const bearWhere = (
  borne: Int32Array,
  { part, place }: SortedTrails,
  p: number,
  values: Float64Array,
  bit: number,
): void => {
  for (let slot = 0; slot < borne.length; slot++)
    if (part[slot] === p && holds(values[place[slot] as number] as number)) borne[slot] = (borne[slot] as number) | bit
}

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
    if (open.where === null && open.span === null && open.edges === null && open.by.length === 0)
      return { group: allOpen(sorted, p), groups: [{ key: [], bucket: null }] }
    const { rows } = sorted.parts[p] as Part
    const { buckets, slots } = yield* openings(sorted, rows, p, open)
    const {
      buckets: ofGroup,
      keys,
      of,
    } = open.by.length === 0 && buckets !== null && open.edges !== null
      ? byBucket(buckets, open.edges.length)
      : yield* Result.map(
          groupBy(
            rows,
            slots.map((slot) => sorted.place[slot] as number),
            open.by,
          ),
          (grouping) => withBuckets(grouping.of, grouping.keys, buckets),
        )
    if (keys.length > maximum)
      return yield* Result.fail(new LimitExceeded({ limit: "groups", allowed: maximum, found: keys.length }))
    const group = new Int32Array(sorted.at.length).fill(-1)
    for (let i = 0; i < slots.length; i++) group[slots[i] as number] = of[i] as number
    return { group, groups: keys.map((key, i) => ({ key, bucket: ofGroup?.[i] ?? null })) }
  })

/** Groups of buckets alone. */
const byBucket = (buckets: Int32Array, edges: number) => {
  const codes = new Int32Array(edges).fill(-1)
  const met: Array<number> = []
  const of = new Int32Array(buckets.length)
  for (let i = 0; i < of.length; i++) {
    const bucket = buckets[i] as number
    if (codes[bucket] === -1) {
      codes[bucket] = met.length
      met.push(bucket)
    }
    of[i] = codes[bucket] as number
  }
  return { of, keys: met.map(() => []), buckets: met }
}

/** Slots whose row may open, and their buckets. */
interface Openings {
  readonly slots: Int32Array
  readonly buckets: Int32Array | null
}

const openings = (
  sorted: SortedTrails,
  rows: Rows,
  p: number,
  { edges, span, where }: Trails["open"],
): Result.Result<Openings, Reason> =>
  Result.gen(function* () {
    const kept = where === null ? null : yield* holdingSlots(sorted, rows, p, where)
    if (edges?.some((edge, i) => i > 0 && edge <= (edges[i - 1] as number)) === true)
      return yield* Result.fail(new QuestionInvalid({ problem: "edges must ascend" }))
    return openingSlots(sorted, p, kept, { edges, span })
  })

/** Which slots of a part a condition keeps. */
const holdingSlots = (
  sorted: SortedTrails,
  rows: Rows,
  p: number,
  where: Expr,
): Result.Result<(slot: number) => boolean, Reason> =>
  Result.gen(function* () {
    const words = yield* wordwise(rows, where)
    if (words !== null) {
      const codes = inSlots(sorted, p, words.codes)
      const { holds: known } = words
      return (slot) => known[(codes[slot] as number) + 1] === 1
    }
    const { values } = yield* evaluateNumber(rows, where)
    const { place } = sorted
    return (slot) => holds(values[place[slot] as number] as number)
  })

const openingSlots = (
  { at, part }: SortedTrails,
  p: number,
  kept: ((slot: number) => boolean) | null,
  { edges, span }: Pick<Trails["open"], "edges" | "span">,
): Openings => {
  const slots = new Int32Array(at.length)
  const buckets = edges === null ? null : new Int32Array(at.length)
  const [from, to] = [span?.from ?? Number.NEGATIVE_INFINITY, span?.to ?? Number.POSITIVE_INFINITY]
  let [size, bucket] = [0, 0]
  for (let slot = 0; slot < at.length; slot++) {
    const instant = at[slot] as number
    if (part[slot] !== p || instant === Number.NEGATIVE_INFINITY || !(instant >= from && instant < to)) continue
    if (kept !== null && !kept(slot)) continue
    if (edges !== null && buckets !== null) {
      // Rows of a unit rise: most are in the bucket of the row before.
      if (!(instant >= (edges[bucket] as number) && instant < (edges[bucket + 1] as number))) {
        const found = bucketOf(edges, instant)
        if (found !== found) continue
        bucket = found
      }
      buckets[size] = bucket
    }
    slots[size++] = slot
  }
  return { slots: slots.subarray(0, size), buckets: buckets?.subarray(0, size) ?? null }
}

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
