import * as Result from "effect/Result"
import type { Scope } from "../../questions/Question.ts"
import { QuestionInvalid } from "../Engine.ts"
import { bucketOf, evaluate, evaluateNumber, type Reason, type Rows } from "./evaluate.ts"
import { pairs } from "./grouping.ts"
import { compareRows, orderKeys } from "./order.ts"
import type { TextVector } from "./Vector.ts"

/** The rows a question counts, and the bucket of each where it has edges. */
export interface Selection {
  readonly rows: Int32Array
  readonly buckets: Int32Array | null
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

/** Applies where, span, edges, among and pick, in that order. */
export const select = (rows: Rows, scope: Scope): Result.Result<Selection, Reason> =>
  Result.gen(function* () {
    const total = rows.table.rows
    let kept = new Int32Array(total)
    for (let row = 0; row < total; row++) kept[row] = row
    if (scope.where !== null) {
      const { values } = yield* evaluateNumber(rows, scope.where)
      kept = kept.filter((row) => holds(values[row] as number))
    }
    let buckets: Int32Array | null = null
    const { values: clock } = yield* evaluateNumber(rows, { op: "column", column: scope.clock })
    if (scope.span !== null || scope.edges !== null) {
      if (scope.span !== null) {
        const from = scope.span.from ?? Number.NEGATIVE_INFINITY
        const to = scope.span.to ?? Number.POSITIVE_INFINITY
        kept = kept.filter((row) => (clock[row] as number) >= from && (clock[row] as number) < to)
      }
      if (scope.edges !== null) {
        const { edges } = scope
        if (edges.some((edge, i) => i > 0 && edge <= (edges[i - 1] as number)))
          return yield* Result.fail(new QuestionInvalid({ problem: "edges must ascend" }))
        kept = kept.filter((row) => !Number.isNaN(bucketOf(edges, clock[row] as number)))
        buckets = kept.map((row) => bucketOf(edges, clock[row] as number))
      }
    }
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
    return { rows: kept, buckets }
  })

const holds = (x: number): boolean => x === x && x !== 0

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
