import * as Result from "effect/Result"
import type { Level } from "../../moments/Histogram.ts"
import { moments, type Measure, type Measures, type State } from "../../questions/Measure.ts"
import { QuestionInvalid } from "../Engine.ts"
import { evaluate, evaluateNumber, type Reason, type Rows } from "./evaluate.ts"
import { holding } from "./wordwise.ts"

/** Rows to measure: which, in which group, with which weight. */
export interface Measuring {
  readonly rows: Rows
  readonly selection: Int32Array
  readonly group: Int32Array
  readonly groups: number
  readonly weight: Float64Array | null
}

/** The states of every measure by group. */
export const measureAll = (
  on: Measuring,
  measures: Measures,
): Result.Result<ReadonlyArray<Record<string, State>>, Reason> =>
  Result.gen(function* () {
    const named: Array<readonly [string, ReadonlyArray<State>]> = []
    for (const [name, measure] of Object.entries(measures)) named.push([name, yield* measureOne(on, measure)])
    // fromEntries makes own properties of any name; an assignment to `__proto__` would not.
    return Array.from({ length: on.groups }, (_, group) =>
      Object.fromEntries(named.map(([name, states]) => [name, states[group] as State] as const)),
    )
  })

const measureOne = (on: Measuring, measure: Measure): Result.Result<ReadonlyArray<State>, Reason> =>
  Result.gen(function* () {
    const where = measure.where === undefined ? null : yield* holding(on.rows, measure.where)
    const each = (f: (row: number, group: number, weight: number) => void) => {
      for (let i = 0; i < on.selection.length; i++) {
        const row = on.selection[i] as number
        if (where !== null && !where(row)) continue
        f(row, on.group[i] as number, on.weight === null ? 1 : (on.weight[row] as number))
      }
    }
    const column = () => new Float64Array(on.groups)
    const states = <S extends State>(make: (group: number) => S): ReadonlyArray<S> =>
      Array.from({ length: on.groups }, (_, group) => make(group))
    switch (measure.stat) {
      case "count": {
        const [n, w] = [column(), column()]
        each((_, g, weight) => {
          plus(n, g, 1)
          plus(w, g, weight)
        })
        return states((g) => ({ n: n[g] as number, w: w[g] as number }))
      }
      case "units": {
        const of = yield* evaluate(on.rows, { op: "column", column: measure.of })
        if (on.rows.borrow === null || of.type !== "text")
          return yield* Result.fail(new QuestionInvalid({ problem: `${measure.of} does not name units` }))
        const n = distinct(on, of.codes, of.words.length, where)
        return states((g) => ({ n: n[g] as number }))
      }
      case "sum": {
        const { values } = yield* evaluateNumber(on.rows, measure.of)
        const [n, sum, wsum] = [column(), column(), column()]
        each((row, g, weight) => {
          const x = values[row] as number
          if (x !== x) return
          plus(n, g, 1)
          plus(sum, g, x)
          plus(wsum, g, weight * x)
        })
        return states((g) => ({ n: n[g] as number, sum: sum[g] as number, wsum: wsum[g] as number }))
      }
      case "proportion": {
        const { values } = yield* evaluateNumber(on.rows, measure.of)
        const [n, x, w, w2, wx] = [column(), column(), column(), column(), column()]
        each((row, g, weight) => {
          const value = values[row] as number
          if (value !== value) return
          plus(n, g, 1)
          plus(w, g, weight)
          plus(w2, g, weight * weight)
          if (value === 0) return
          plus(x, g, 1)
          plus(wx, g, weight)
        })
        return states((g) => ({
          n: n[g] as number,
          x: x[g] as number,
          w: w[g] as number,
          w2: w2[g] as number,
          wx: wx[g] as number,
        }))
      }
      case "moments": {
        const { values } = yield* evaluateNumber(on.rows, measure.of)
        const [n, w, w2, mean, m2] = [column(), column(), column(), column(), column()]
        each((row, g, weight) => {
          const x = values[row] as number
          if (x !== x) return
          plus(n, g, 1)
          if (weight === 0) return
          plus(w, g, weight)
          plus(w2, g, weight * weight)
          const delta = x - (mean[g] as number)
          plus(mean, g, (delta * weight) / (w[g] as number))
          plus(m2, g, weight * delta * (x - (mean[g] as number)))
        })
        return states((g) => ({
          n: n[g] as number,
          w: w[g] as number,
          w2: w2[g] as number,
          mean: mean[g] as number,
          m2: m2[g] as number,
        }))
      }
      case "histogram": {
        const { values } = yield* evaluateNumber(on.rows, measure.of)
        const levels = Array.from({ length: on.groups }, () => new Map<number, { n: number; w: number; w2: number }>())
        each((row, g, weight) => {
          const x = values[row] as number
          if (x !== x) return
          const map = levels[g] as Map<number, { n: number; w: number; w2: number }>
          const key = x === 0 ? 0 : x
          const level = map.get(key)
          if (level === undefined) map.set(key, { n: 1, w: weight, w2: weight * weight })
          else {
            level.n++
            level.w += weight
            level.w2 += weight * weight
          }
        })
        return states((g) => ({
          levels: [...(levels[g] ?? [])]
            .map(([value, level]): Level => ({ value, ...level }))
            .toSorted((a, b) => a.value - b.value),
        }))
      }
      case "extent": {
        const { values } = yield* evaluateNumber(on.rows, measure.of)
        const [n, min, max] = [column(), column(), column()]
        each((row, g) => {
          const x = values[row] as number
          if (x !== x) return
          min[g] = n[g] === 0 ? x : Math.min(min[g] as number, x)
          max[g] = n[g] === 0 ? x : Math.max(max[g] as number, x)
          plus(n, g, 1)
        })
        return states((g) =>
          n[g] === 0 ? moments.extent.empty : { n: n[g] as number, min: min[g] as number, max: max[g] as number },
        )
      }
      case "products": {
        const vectors: Array<Float64Array> = []
        for (const of of measure.of) vectors.push((yield* evaluateNumber(on.rows, of)).values)
        return products(vectors, on.groups, each)
      }
    }
  })

/** How many different units each group has: rows are gone through unit by unit, so that one mark a group is enough. */
const distinct = (
  { group, groups, selection }: Measuring,
  codes: Int32Array,
  units: number,
  where: ((row: number) => boolean) | null,
): Float64Array => {
  const n = new Float64Array(groups)
  const starts = new Int32Array(units + 1)
  for (let i = 0; i < selection.length; i++) {
    const next = (codes[selection[i] as number] as number) + 1
    if (next > 0) starts[next] = (starts[next] as number) + 1
  }
  for (let unit = 0; unit < units; unit++) starts[unit + 1] = (starts[unit + 1] as number) + (starts[unit] as number)
  const of = new Int32Array(starts[units] ?? 0)
  const ends = starts.slice()
  for (let i = 0; i < selection.length; i++) {
    const row = selection[i] as number
    const unit = codes[row] as number
    if (unit < 0) continue
    const place = ends[unit] as number
    ends[unit] = place + 1
    of[place] = where === null || where(row) ? (group[i] as number) : -1
  }
  const last = new Int32Array(groups).fill(-1)
  for (let unit = 0; unit < units; unit++)
    for (let place = starts[unit] as number; place < (starts[unit + 1] as number); place++) {
      const g = of[place] as number
      if (g < 0 || last[g] === unit) continue
      last[g] = unit
      n[g] = (n[g] as number) + 1
    }
  return n
}

const plus = (column: Float64Array, group: number, x: number): void => {
  column[group] = (column[group] as number) + x
}

const products = (
  vectors: ReadonlyArray<Float64Array>,
  groups: number,
  each: (f: (row: number, group: number) => void) => void,
): ReadonlyArray<State> => {
  const p = vectors.length
  const n = new Float64Array(groups)
  const mean = new Float64Array(groups * p)
  const c = new Float64Array(groups * p * p)
  const delta = new Float64Array(p)
  each((row, g) => {
    for (const vector of vectors) if (vector[row] !== vector[row]) return
    plus(n, g, 1)
    for (let i = 0; i < p; i++) {
      const x = (vectors[i] as Float64Array)[row] as number
      delta[i] = x - (mean[g * p + i] as number)
      plus(mean, g * p + i, (delta[i] as number) / (n[g] as number))
    }
    for (let i = 0; i < p; i++)
      for (let j = 0; j < p; j++)
        plus(
          c,
          (g * p + i) * p + j,
          (delta[i] as number) * (((vectors[j] as Float64Array)[row] as number) - (mean[g * p + j] as number)),
        )
  })
  return Array.from({ length: groups }, (_, g) =>
    n[g] === 0
      ? moments.products.empty
      : {
          n: n[g] as number,
          mean: [...mean.subarray(g * p, g * p + p)],
          c: [...c.subarray(g * p * p, (g + 1) * p * p)],
        },
  )
}
