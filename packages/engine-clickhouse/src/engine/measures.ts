import { type Measure, type Measures, moments, type State } from "@touchpoint/core/questions"
import * as Result from "effect/Result"
import { compileNumber, num, TRUE, truth } from "./expressions.ts"
import { type Ground, invalid, type Reason } from "./Ground.ts"
import { type Aggregate, aggregate } from "./statement.ts"
import type { Projection } from "./selection.ts"

/** A measure over columns of a selection. */
export interface MeasurePlan {
  readonly name: string
  readonly stat: Measure["stat"]
  /** Condition of the rows that count; `null` for all. */
  readonly where: string | null
  readonly of: ReadonlyArray<string>
}

/** Columns of all measures, in the order in which core looks at them. */
export const planMeasures = (
  ground: Ground,
  measures: Measures,
  columns: Projection,
): Result.Result<ReadonlyArray<MeasurePlan>, Reason> =>
  Result.gen(function* () {
    const plans: Array<MeasurePlan> = []
    for (const [name, measure] of Object.entries(measures)) {
      const where = measure.where === undefined ? null : columns.add(truth(yield* compileNumber(ground, measure.where)))
      const of: Array<string> = []
      if (measure.stat === "units") {
        const unit = yield* ground.own(measure.of)
        if (!ground.borrows || unit.type !== "text") return yield* invalid(`${measure.of} does not name units`)
        of.push(columns.add(unit.sql))
      } else if (measure.stat === "products")
        for (const one of measure.of) of.push(columns.add(num(yield* compileNumber(ground, one))))
      else if (measure.stat !== "count") of.push(columns.add(num(yield* compileNumber(ground, measure.of))))
      plans.push({ name, stat: measure.stat, where, of })
    }
    return plans
  })

/** Rows that meet all conditions; an absent condition is not met. */
const all = (...conditions: ReadonlyArray<string | null>): string => {
  const some = conditions.filter((condition) => condition !== null)
  return some.length === 0 ? TRUE : `ifNull(${some.join(" AND ")}, 0)`
}

/** Rows of a measure that have all its values. */
export const whole = ({ of, where }: MeasurePlan): string => all(where, ...of.map((x) => `isNotNull(${x})`))

/** A sum that hardly depends on the order in which threads meet the rows. */
const sum = (of: string, where: string): Aggregate => aggregate("sumKahanIf", of, where)
const count = (where: string): Aggregate => aggregate("countIf", where)

/** Whether a measure has to know its weighted means first: ClickHouse has no weighted variance of its own. */
export const needsMean = ({ stat }: MeasurePlan, weight: string | null): boolean =>
  stat === "moments" && weight !== null

/** The weighted mean of a measure. */
export const meanOf = (plan: MeasurePlan, weight: string): string => {
  const [x = "NULL"] = plan.of
  return `sumKahanIf(${weight} * ${x}, ${whole(plan)}) / nullIf(sumKahanIf(${weight}, ${whole(plan)}), 0)`
}

/** What ClickHouse sums up for a measure; `mean` is that of its group where it needs one. Histograms are asked apart. */
export const aggregatesOf = (plan: MeasurePlan, weight: string | null, mean: string): ReadonlyArray<Aggregate> => {
  const { of, stat, where } = plan
  const [x = "NULL"] = of
  const present = whole(plan)
  const rows = all(where)
  const w = weight ?? "1."
  switch (stat) {
    case "count":
      return [count(rows), weight === null ? count(rows) : sum(w, rows)]
    case "units":
      return [aggregate("uniqExactIf", x, rows)]
    case "sum":
      return [count(present), sum(x, present), weight === null ? sum(x, present) : sum(`${w} * ${x}`, present)]
    case "proportion": {
      const holds = all(where, `${x} <> 0.`)
      return weight === null
        ? [count(present), count(holds)]
        : [count(present), count(holds), sum(w, present), sum(`${w} * ${w}`, present), sum(w, holds)]
    }
    case "moments":
      return weight === null
        ? [count(present), sum(x, present), aggregate("varPopStableIf", x, present)]
        : [
            count(present),
            aggregate("any", mean),
            sum(`${w} * (${x} - ${mean}) * (${x} - ${mean})`, present),
            sum(w, present),
            sum(`${w} * ${w}`, present),
          ]
    case "histogram":
      return []
    case "extent":
      return [count(present), aggregate("minIf", x, rows), aggregate("maxIf", x, rows)]
    case "products":
      return [
        count(present),
        ...of.map((one) => sum(one, present)),
        ...of.flatMap((one, k) => of.slice(k).map((other) => aggregate("covarPopStableIf", one, other, present))),
      ]
  }
}

/** The state that sums make; `levels` are those of a histogram. */
export const stateOf = (
  plan: MeasurePlan,
  values: ReadonlyArray<number>,
  weighted: boolean,
  levels: () => State,
): State => {
  // Of no rows, a sum is NULL or 0 and a variance is not a number.
  const at = (i: number) => values[i] || 0
  switch (plan.stat) {
    case "count":
      return { n: at(0), w: at(1) }
    case "units":
      return { n: at(0) }
    case "sum":
      return { n: at(0), sum: at(1), wsum: at(2) }
    case "proportion":
      return weighted
        ? { n: at(0), x: at(1), w: at(2), w2: at(3), wx: at(4) }
        : { n: at(0), x: at(1), w: at(0), w2: at(0), wx: at(1) }
    case "moments":
      return weighted
        ? { n: at(0), w: at(3), w2: at(4), mean: at(1), m2: at(2) }
        : at(0) === 0
          ? moments.moments.empty
          : { n: at(0), w: at(0), w2: at(0), mean: at(1) / at(0), m2: at(2) * at(0) }
    case "histogram":
      return levels()
    case "extent":
      return at(0) === 0 ? moments.extent.empty : { n: at(0), min: at(1), max: at(2) }
    case "products":
      return productsOf(plan.of.length, values)
  }
}

const productsOf = (p: number, values: ReadonlyArray<number>): State => {
  const [n = 0] = values
  if (n === 0) return moments.products.empty
  const c = Array.from({ length: p * p }, () => 0)
  let at = 1 + p
  for (let i = 0; i < p; i++)
    for (let j = i; j < p; j++) {
      const value = (values[at++] ?? 0) * n
      c[i * p + j] = value
      c[j * p + i] = value
    }
  return { n, mean: values.slice(1, 1 + p).map((sums) => sums / n), c }
}
