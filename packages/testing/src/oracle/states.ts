import type { Measure, State } from "@touchpoint/core/questions"
import { evaluate, filtered } from "./evaluate.ts"
import { get, type Row, type World } from "./Row.ts"

const total = (numbers: ReadonlyArray<number>): number => numbers.reduce((a, b) => a + b, 0)

/** The state of a measure over the rows (or units) of a group. @category oracle @since 0.1.0 */
export const stateOf = (world: World, measure: Measure, all: ReadonlyArray<Row>, weighted: boolean): State => {
  const rows = filtered(world, all, measure.where)
  const weight = (row: Row) => (weighted ? Number(get(row, "weight")) : 1)
  if (measure.stat === "count") return { n: rows.length, w: total(rows.map(weight)) }
  if (measure.stat === "units")
    return { n: new Set(rows.map((row) => get(row, measure.of)).filter((unit) => unit !== null)).size }
  if (measure.stat === "products") {
    const values = rows.map((row) => measure.of.map((expr) => evaluate(world, row, expr)))
    const points = values.filter((point) => !point.includes(null)).map((point) => point.map(Number))
    const n = points.length
    if (n === 0) return { n, mean: [], c: [] }
    const mean = measure.of.map((_, i) => total(points.map((point) => Number(point[i]))) / n)
    const centred = points.map((point) => point.map((x, i) => x - Number(mean[i])))
    const c = mean.flatMap((_, i) => mean.map((__, j) => total(centred.map((d) => Number(d[i]) * Number(d[j])))))
    return { n, mean, c }
  }
  const values = rows.map((row) => ({ value: evaluate(world, row, measure.of), w: weight(row) }))
  const points = values.filter(({ value }) => value !== null).map(({ value, w }) => ({ x: Number(value), w }))
  const n = points.length
  const w = total(points.map((p) => p.w))
  const w2 = total(points.map((p) => p.w * p.w))
  const wx = total(points.map((p) => p.w * p.x))
  if (measure.stat === "sum") return { n, sum: total(points.map((p) => p.x)), wsum: wx }
  if (measure.stat === "proportion") {
    const yes = points.filter((p) => p.x !== 0)
    return { n, x: yes.length, w, w2, wx: total(yes.map((p) => p.w)) }
  }
  if (measure.stat === "moments") {
    const mean = w === 0 ? 0 : wx / w
    return { n, w, w2, mean, m2: total(points.map((p) => p.w * (p.x - mean) ** 2)) }
  }
  const levels = [...new Set(points.map((p) => p.x))]
    .toSorted((a, b) => a - b)
    .map((value) => {
      const own = points.filter((p) => p.x === value)
      return { value, n: own.length, w: total(own.map((p) => p.w)), w2: total(own.map((p) => p.w * p.w)) }
    })
  return { levels }
}
