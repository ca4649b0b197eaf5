import { type Measure, type Measures, moments, type State } from "@touchpoint/core/questions"
import * as Result from "effect/Result"
import { compileNumber, num, truth } from "./expressions.ts"
import { type Ground, invalid, type Reason, sameness } from "./Ground.ts"
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
        of.push(columns.add(sameness(unit)))
      } else if (measure.stat === "products")
        for (const one of measure.of) of.push(columns.add(num(yield* compileNumber(ground, one))))
      else if (measure.stat !== "count") of.push(columns.add(num(yield* compileNumber(ground, measure.of))))
      plans.push({ name, stat: measure.stat, where, of })
    }
    return plans
  })

const filter = (...conditions: ReadonlyArray<string | null>): string => {
  const all = conditions.filter((condition) => condition !== null)
  return all.length === 0 ? "" : ` FILTER (WHERE ${all.join(" AND ")})`
}

/** Rows of a measure that have all its values. */
const whole = ({ of, where }: MeasurePlan): string => filter(where, ...of.map((x) => `${x} IS NOT NULL`))

/** A sum that hardly depends on the order in which threads meet the rows, so that equal runs give equal bytes. */
const sum = (of: string): string => `fsum(${of})`

/**
 * The means a measure needs before it can be summed: central sums are stable only around the mean of their group.
 */
export const meansOf = (plan: MeasurePlan, i: number, weight: string | null): ReadonlyArray<string> => {
  if (plan.stat !== "moments" && plan.stat !== "products") return []
  const rows = whole(plan)
  return plan.of.map((x, k) =>
    weight === null || plan.stat === "products"
      ? `${sum(x)}${rows} / nullif(count(*)${rows}, 0) AS mean${i}_${k}`
      : `${sum(`${weight} * ${x}`)}${rows} / nullif(${sum(weight)}${rows}, 0) AS mean${i}_${k}`,
  )
}

/** What DuckDB sums up for a measure. Histograms are asked apart. */
export const aggregatesOf = (plan: MeasurePlan, i: number, weight: string | null): ReadonlyArray<string> => {
  const { of, stat, where } = plan
  const [x = "NULL"] = of
  const present = whole(plan)
  const w = weight ?? "1"
  const off = (k: number) => `(${of[k]} - mean${i}_${k})`
  switch (stat) {
    case "count":
      return [`count(*)${filter(where)}`, weight === null ? `count(*)${filter(where)}` : `${sum(w)}${filter(where)}`]
    case "units":
      return [`count(DISTINCT ${x})${filter(where)}`]
    case "sum":
      return [
        `count(*)${present}`,
        `${sum(x)}${present}`,
        weight === null ? `${sum(x)}${present}` : `${sum(`${w} * ${x}`)}${present}`,
      ]
    case "proportion": {
      const holds = filter(where, `${x} <> 0`)
      return weight === null
        ? [`count(*)${present}`, `count(*)${holds}`]
        : [
            `count(*)${present}`,
            `count(*)${holds}`,
            `${sum(w)}${present}`,
            `${sum(`${w} * ${w}`)}${present}`,
            `${sum(w)}${holds}`,
          ]
    }
    case "moments":
      return [
        `count(*)${present}`,
        `any_value(mean${i}_0)`,
        `${sum(`${w} * ${off(0)} * ${off(0)}`)}${present}`,
        ...(weight === null ? [] : [`${sum(w)}${present}`, `${sum(`${w} * ${w}`)}${present}`]),
      ]
    case "histogram":
      return []
    case "extent":
      return [`count(*)${present}`, `min(${x})${filter(where)}`, `max(${x})${filter(where)}`]
    case "products":
      return [
        `count(*)${present}`,
        ...of.map((_, k) => `any_value(mean${i}_${k})`),
        ...of.flatMap((_, k) => of.slice(k).map((__, j) => `${sum(`${off(k)} * ${off(k + j)}`)}${present}`)),
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
  const at = (i: number) => values[i] ?? 0
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
        : { n: at(0), w: at(0), w2: at(0), mean: at(1), m2: at(2) }
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
      const value = values[at++] ?? 0
      c[i * p + j] = value
      c[j * p + i] = value
    }
  return { n, mean: values.slice(1, 1 + p), c }
}
