import * as Result from "effect/Result"
import type { Scope } from "../../questions/Question.ts"
import { QuestionInvalid } from "../Engine.ts"
import { bucketOf, evaluate, evaluateNumber, type Reason, type Rows } from "./evaluate.ts"
import { pairs } from "./grouping.ts"
import { compareRows, orderKeys } from "./order.ts"
import type { TextVector } from "./Vector.ts"
import { holding, holds, type Wordwise } from "./wordwise.ts"

/** The rows a question counts, and the bucket of each where it has edges. */
export interface Selection {
  readonly rows: Int32Array
  readonly buckets: Int32Array | null
}

/** The rows of a share: of one stretch of a table, those whose unit is in it. */
export interface Mine {
  readonly from: number
  readonly to: number
  /** `null` where every row of the stretch is. */
  readonly units: Wordwise | null
}

/** A column that must be a text, as codes. */
export const textColumn = (rows: Rows, name: string): Result.Result<TextVector, Reason> =>
  Result.flatMap(evaluate(rows, { op: "column", column: name }), (vector) =>
    vector.type === "text"
      ? Result.succeed(vector)
      : Result.fail(
          new QuestionInvalid({ problem: `${name} of ${rows.table.kind.id} is not a text and cannot name units` }),
        ),
  )

/**
 * Applies where, span, edges, among and pick, in that order. Where only some rows are `mine`, among and pick see the
 * others too.
 */
export const select = (rows: Rows, scope: Scope, mine: Mine | null = null): Result.Result<Selection, Reason> =>
  Result.gen(function* () {
    const where = scope.where === null ? null : yield* holding(rows, scope.where)
    const seesOthers = scope.among !== null || scope.pick.take !== "all"
    const { values: clock } = yield* evaluateNumber(rows, { op: "column", column: scope.clock })
    if (scope.edges?.some((edge, i, all) => i > 0 && edge <= (all[i - 1] as number)) === true)
      return yield* Result.fail(new QuestionInvalid({ problem: "edges must ascend" }))
    const everybody: Mine = { from: 0, to: rows.table.rows, units: null }
    let [kept, buckets] = within(seesOthers || mine === null ? everybody : mine, where, clock, scope)
    if (scope.among !== null) {
      const customer = yield* textColumn(rows, "customer")
      const { values } = yield* evaluateNumber(rows, scope.among)
      const chosen = new Uint8Array(customer.words.length)
      for (const row of kept) {
        const code = customer.codes[row] as number
        if (code >= 0 && holds(values[row] as number)) chosen[code] = 1
      }
      ;[kept, buckets] = narrow(kept, buckets, (row) => chosen[customer.codes[row] as number] === 1)
    }
    if (scope.pick.take !== "all") {
      const per = yield* textColumn(rows, scope.pick.per)
      const winners = pickRows(rows, kept, buckets, per, scope.pick.take === "latest")
      ;[kept, buckets] = narrow(kept, buckets, (_, i) => winners[i] === 1)
    }
    if (seesOthers && mine !== null) [kept, buckets] = narrow(kept, buckets, (row) => isMine(mine, row))
    return { rows: kept, buckets }
  })

const isMine = ({ from, to, units }: Mine, row: number): boolean =>
  row >= from && row < to && (units === null || units.holds[(units.codes[row] as number) + 1] === 1)

/** The rows that satisfy a condition in a span and between edges, in one pass. */
const within = (
  mine: Mine,
  where: ((row: number) => boolean) | null,
  clock: Float64Array,
  { edges, span }: Pick<Scope, "edges" | "span">,
): [rows: Int32Array<ArrayBuffer>, buckets: Int32Array | null] => {
  const length = mine.to - mine.from
  const kept = new Int32Array(length)
  const buckets = edges === null ? null : new Int32Array(length)
  const from = span?.from ?? Number.NEGATIVE_INFINITY
  const to = span?.to ?? Number.POSITIVE_INFINITY
  let size = 0
  const { units } = mine
  for (let row = mine.from; row < mine.to; row++) {
    if (units !== null && units.holds[(units.codes[row] as number) + 1] !== 1) continue
    if (where !== null && !where(row)) continue
    const at = clock[row] as number
    // What has no time is in no span.
    if (span !== null && !(at >= from && at < to)) continue
    if (buckets !== null && edges !== null) {
      const bucket = bucketOf(edges, at)
      if (bucket !== bucket) continue
      buckets[size] = bucket
    }
    kept[size++] = row
  }
  return [kept.subarray(0, size), buckets?.subarray(0, size) ?? null]
}

const narrow = (
  rows: Int32Array<ArrayBuffer>,
  buckets: Int32Array | null,
  keep: (row: number, index: number) => boolean,
): [Int32Array<ArrayBuffer>, Int32Array | null] => [
  rows.filter((row, i) => keep(row, i)),
  buckets === null ? null : buckets.filter((_, i) => keep(rows[i] as number, i)),
]

/** Marks the first or latest row of every unit (and bucket); rows without the unit all stay. */
const pickRows = (
  rows: Rows,
  kept: Int32Array,
  buckets: Int32Array | null,
  per: TextVector,
  latest: boolean,
): Uint8Array => {
  const compare = compareRows(orderKeys(rows.table))
  const cells = pairs(per.words.length, (buckets?.reduce((max, b) => Math.max(max, b), 0) ?? 0) + 1)
  const best: Array<number> = []
  const winners = new Uint8Array(kept.length)
  for (let i = 0; i < kept.length; i++) {
    const code = per.codes[kept[i] as number] as number
    if (code < 0) {
      winners[i] = 1
      continue
    }
    const cell = cells.code(code, buckets?.[i] ?? 0)
    const known = best[cell]
    if (known === undefined || compare(kept[i] as number, kept[known] as number) > 0 === latest) best[cell] = i
  }
  for (const i of best) winners[i] = 1
  return winners
}
