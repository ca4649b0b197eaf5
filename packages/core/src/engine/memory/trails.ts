import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { foldOf } from "../../questions/folds/index.ts"
import type { Trail } from "../../questions/folds/Fold.ts"
import { canonicalJson, everything, type Trails } from "../../questions/Question.ts"
import { QuestionInvalid } from "../Engine.ts"
import type { Reason, Rows } from "./evaluate.ts"
import { orderKeys } from "./order.ts"
import { select, textColumn } from "./selection.ts"

/** Trails sorted once for all folds that ask for the same rows. */
interface Sorted {
  readonly trail: Omit<Trail, "from" | "to">
  readonly starts: Int32Array
  readonly labels: ReadonlyArray<string>
}

/** Questions that read the same rows in the same order share a key. */
export const passKey = (question: Trails): string =>
  canonicalJson([question.kinds, question.unit, question.where, question.span, foldOf(question.fold)?.label ?? ""])

/** States of folds asked together over one pass. */
export const foldTrails = (
  questions: ReadonlyArray<Trails>,
  rowsOf: (kind: string) => Rows,
): Result.Result<ReadonlyArray<unknown>, Reason> =>
  Result.gen(function* () {
    const [first] = questions
    if (first === undefined) return []
    const label = foldOf(first.fold)?.label ?? "touchpoint"
    const sorted = yield* sortTrails(first, label, rowsOf)
    const running: Array<{ readonly unit: (trail: Trail) => void; readonly finish: () => unknown }> = []
    for (const question of questions) {
      const fold = foldOf(question.fold)
      if (fold === undefined)
        return yield* Result.fail(new QuestionInvalid({ problem: `there is no fold ${JSON.stringify(question.fold)}` }))
      const options = Schema.decodeUnknownResult(fold.options)(question.options)
      if (Result.isFailure(options))
        return yield* Result.fail(
          new QuestionInvalid({ problem: `the options of fold ${fold.id} do not fit: ${String(options.failure)}` }),
        )
      running.push(fold.run(options.success, { labels: sorted.labels }))
    }
    for (let unit = 0; unit + 1 < sorted.starts.length; unit++) {
      const trail = { ...sorted.trail, from: sorted.starts[unit] as number, to: sorted.starts[unit + 1] as number }
      if (trail.from < trail.to) for (const fold of running) fold.unit(trail)
    }
    return running.map((fold) => fold.finish())
  })

const sortTrails = (question: Trails, label: string, rowsOf: (kind: string) => Rows): Result.Result<Sorted, Reason> =>
  Result.gen(function* () {
    const unitCodes = new Map<string, number>()
    const labelCodes = new Map<string, number>()
    const parts: Array<Part> = []
    for (const [kind, id] of question.kinds.entries()) {
      const rows = rowsOf(id)
      const span = question.span ?? { from: null, to: null }
      const selected = yield* select(rows, { ...everything, where: question.where, span })
      const unit = yield* textColumn(rows, question.unit)
      const labels = Object.hasOwn(rows.table.kind.fields, label) ? yield* textColumn(rows, label) : null
      const intern = (codes: Map<string, number>, words: ReadonlyArray<string>) =>
        words.map((word) => codes.get(word) ?? (codes.set(word, codes.size), codes.size - 1))
      parts.push({
        kind,
        rows,
        kept: selected.rows.filter((row) => (unit.codes[row] as number) >= 0),
        unit: intern(unitCodes, unit.words),
        unitOf: unit.codes,
        label: labels === null ? [] : intern(labelCodes, labels.words),
        labelOf: labels?.codes ?? null,
      })
    }
    return arrange(parts, unitCodes.size, [...labelCodes.keys()])
  })

interface Part {
  readonly kind: number
  readonly rows: Rows
  readonly kept: Int32Array
  readonly unit: ReadonlyArray<number>
  readonly unitOf: Int32Array
  readonly label: ReadonlyArray<number>
  readonly labelOf: Int32Array | null
}

/** Counting sort by unit, then each unit's rows by the total order. */
const arrange = (parts: ReadonlyArray<Part>, units: number, labels: ReadonlyArray<string>): Sorted => {
  const starts = new Int32Array(units + 1)
  for (const { kept, unit, unitOf } of parts)
    for (const row of kept) {
      const u = (unit[unitOf[row] as number] as number) + 1
      starts[u] = (starts[u] as number) + 1
    }
  for (let u = 0; u < units; u++) starts[u + 1] = (starts[u + 1] as number) + (starts[u] as number)
  const total = starts[units] ?? 0
  const part = new Uint8Array(total)
  const place = new Int32Array(total)
  const at = new Float64Array(total)
  const next = starts.slice()
  const keys = parts.map(({ rows }) => orderKeys(rows.table))
  for (const [p, { kept, unit, unitOf }] of parts.entries())
    for (const row of kept) {
      const u = unit[unitOf[row] as number] as number
      const slot = next[u] as number
      next[u] = slot + 1
      part[slot] = p
      place[slot] = row
      at[slot] = keys[p]?.at[row] as number
    }
  const sourceRank = globalSourceRanks(parts)
  const compare = (a: number, b: number): number => {
    const byTime = (at[a] as number) - (at[b] as number)
    if (byTime !== 0) return byTime
    const [p, q] = [part[a] as number, part[b] as number]
    const [left, right] = [parts[p] as Part, parts[q] as Part]
    const byKind = left.rows.table.kind.rank - right.rows.table.kind.rank
    if (byKind !== 0) return byKind
    const [i, j] = [place[a] as number, place[b] as number]
    const bySource = (sourceRank[p]?.(i) ?? 0) - (sourceRank[q]?.(j) ?? 0)
    if (bySource !== 0) return bySource
    if (p !== q) return p - q
    const key = keys[p]
    const bySequence = (key?.sequence[i] ?? 0) - (key?.sequence[j] ?? 0)
    // Both absent: ∞ − ∞ is not a number.
    if (bySequence !== 0 && bySequence === bySequence) return bySequence
    return (key?.eventId[i] ?? 0) - (key?.eventId[j] ?? 0) || i - j
  }
  const order = new Int32Array(total)
  for (let i = 0; i < total; i++) order[i] = i
  for (let u = 0; u < units; u++) sortSegment(order, starts[u] as number, starts[u + 1] as number, compare)
  const trail = { at: new Float64Array(total), kind: new Uint8Array(total), label: new Int32Array(total) }
  for (let i = 0; i < total; i++) {
    const slot = order[i] as number
    const { kind, label, labelOf } = parts[part[slot] as number] as Part
    trail.at[i] = at[slot] as number
    trail.kind[i] = kind
    trail.label[i] = labelOf === null ? -1 : (label[labelOf[place[slot] as number] as number] ?? -1)
  }
  return { starts, labels, trail }
}

/** Longest segment sorted by insertion: most units have few rows, and most sources are in order already. */
const SHORT = 32

const sortSegment = (order: Int32Array, from: number, to: number, compare: (a: number, b: number) => number): void => {
  if (to - from > SHORT) {
    let sorted = true
    for (let i = from + 1; sorted && i < to; i++) sorted = compare(order[i - 1] as number, order[i] as number) <= 0
    if (!sorted) order.subarray(from, to).sort(compare)
    return
  }
  for (let i = from + 1; i < to; i++) {
    const slot = order[i] as number
    let j = i - 1
    while (j >= from && compare(order[j] as number, slot) > 0) {
      order[j + 1] = order[j] as number
      j--
    }
    order[j + 1] = slot
  }
}

/** Rank of a row's source among the sources of all parts. */
const globalSourceRanks = (parts: ReadonlyArray<Part>): ReadonlyArray<(row: number) => number> => {
  const columns = parts.map(({ rows }) => rows.table.columns.get("source"))
  const names = [...new Set(columns.flatMap((column) => (column?.type === "text" ? column.dictionary : [])))].toSorted()
  const rank = new Map(names.map((name, place) => [name, place] as const))
  return columns.map((column) => {
    if (column?.type !== "text") return () => -1
    const ranks = column.dictionary.map((name) => rank.get(name) ?? -1)
    return (row) => ranks[column.codes[row] as number] ?? -1
  })
}
