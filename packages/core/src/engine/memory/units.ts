import * as Result from "effect/Result"
import type { Column } from "../../facts/Column.ts"
import * as FactKind from "../../facts/FactKind.ts"
import { optional } from "../../facts/Field.ts"
import type { DimensionValue } from "../../questions/Dimension.ts"
import type { State } from "../../questions/Measure.ts"
import type { Aggregate, UnitMoments } from "../../questions/Question.ts"
import { evaluateNumber, type Reason, type Rows } from "./evaluate.ts"
import { groupBy, pairs } from "./grouping.ts"
import { measureAll } from "./measures.ts"
import { select, textColumn } from "./selection.ts"
import { type Share, shareOfUnits } from "./Share.ts"
import { holding } from "./wordwise.ts"

/** Groups with their states; the bucket is part of the group. */
export interface Grouped {
  readonly keys: ReadonlyArray<ReadonlyArray<DimensionValue>>
  readonly buckets: ReadonlyArray<number> | null
  readonly states: ReadonlyArray<Record<string, State>>
}

/** Splits groups further by bucket. */
export const withBuckets = (
  of: Int32Array,
  keys: Grouped["keys"],
  buckets: Int32Array | null,
): { readonly of: Int32Array; readonly keys: Grouped["keys"]; readonly buckets: ReadonlyArray<number> | null } => {
  if (buckets === null) return { of, keys, buckets: null }
  const cells = pairs(keys.length, buckets.reduce((max, b) => Math.max(max, b), 0) + 1)
  const cellKeys: Array<ReadonlyArray<DimensionValue>> = []
  const cellBuckets: Array<number> = []
  const cellOf = of.map((group, i) => {
    const bucket = buckets[i] as number
    const cell = cells.code(group, bucket)
    if (cell === cellKeys.length) {
      cellKeys.push(keys[group] ?? [])
      cellBuckets.push(bucket)
    }
    return cell
  })
  return { of: cellOf, keys: cellKeys, buckets: cellBuckets }
}

/** Rows → aggregates per unit and group → states over units. */
export const askUnits = (
  rows: Rows,
  question: UnitMoments,
  share: Share | null = null,
): Result.Result<Grouped, Reason> =>
  Result.gen(function* () {
    const mine = share === null ? null : yield* shareOfUnits(rows, question.unit, share)
    const selected = yield* select(rows, question, mine)
    const unit = yield* textColumn(rows, question.unit)
    const grouping = yield* groupBy(rows, selected.rows, question.by)
    const groups = withBuckets(grouping.of, grouping.keys, selected.buckets)
    const cells = pairs(groups.keys.length, unit.words.length)
    const cellGroup: Array<number> = []
    const cellOf = new Int32Array(selected.rows.length)
    for (let i = 0; i < cellOf.length; i++) {
      const code = unit.codes[selected.rows[i] as number] as number
      if (code < 0) {
        cellOf[i] = -1
        continue
      }
      const group = groups.of[i] as number
      const cell = cells.code(group, code)
      if (cell === cellGroup.length) cellGroup.push(group)
      cellOf[i] = cell
    }
    const columns = new Map<string, Column>()
    for (const [name, aggregate] of Object.entries(question.aggregates)) {
      const values = yield* aggregateOf(rows, selected.rows, cellOf, cellGroup.length, aggregate)
      columns.set(name, { type: "number", values })
    }
    const kind = FactKind.make({
      id: `${question.unit} of ${rows.table.kind.id}`,
      plural: "",
      doc: "",
      row: question.unit,
      rank: 0,
      fields: Object.fromEntries(Object.keys(question.aggregates).map((name) => [name, optional.number("aggregate")])),
    })
    // Only the aggregates are columns here; the common ones belong to rows.
    const unitKind = {
      ...kind,
      fields: Object.fromEntries(Object.entries(kind.fields).filter(([name]) => columns.has(name))),
    }
    const unitRows: Rows = {
      facts: rows.facts,
      table: { kind: unitKind, rows: cellGroup.length, columns },
      vectors: new Map(),
      borrow: null,
    }
    // Groups whose rows all lack the unit have no unit to measure and are left out.
    const used = [...new Set(cellGroup)]
    const place = new Map(used.map((group, i) => [group, i] as const))
    const states = yield* measureAll(
      {
        rows: unitRows,
        selection: Int32Array.from(cellGroup, (_, i) => i),
        group: Int32Array.from(cellGroup, (group) => place.get(group) ?? 0),
        groups: used.length,
        weight: null,
      },
      question.measures,
    )
    return {
      keys: used.map((group) => groups.keys[group] ?? []),
      buckets: groups.buckets === null ? null : used.map((group) => groups.buckets?.[group] ?? 0),
      states,
    }
  })

const aggregateOf = (
  rows: Rows,
  selection: Int32Array,
  cellOf: Int32Array,
  cells: number,
  aggregate: Aggregate,
): Result.Result<Float64Array, Reason> =>
  Result.gen(function* () {
    const where = aggregate.where === undefined ? null : yield* holding(rows, aggregate.where)
    const of = aggregate.agg === "count" ? null : (yield* evaluateNumber(rows, aggregate.of)).values
    const extreme = aggregate.agg === "min" || aggregate.agg === "max"
    const out = new Float64Array(cells).fill(extreme ? Number.NaN : 0)
    for (let i = 0; i < selection.length; i++) {
      const cell = cellOf[i] as number
      const row = selection[i] as number
      if (cell < 0 || (where !== null && !where(row))) continue
      const x = of === null ? 1 : (of[row] as number)
      if (x !== x) continue
      const known = out[cell] as number
      if (!extreme) out[cell] = known + x
      else if (known !== known || (aggregate.agg === "min" ? x < known : x > known)) out[cell] = x
    }
    return out
  })
