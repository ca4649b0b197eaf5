import { CrossProducts } from "../../moments/CrossProducts.ts"
import { defaultLevel, type Interval, jackknife } from "../../stats/index.ts"
import type { AnalysisCaveat } from "../Caveat.ts"
import { adjusted, byStandardError } from "../difference/tested.ts"
import { COLLINEAR, type Correlations, correlationsOf, gainOf, sweep, varies } from "./correlations.ts"
import { leftOut, onlyOf } from "./leftOut.ts"
import { EXACT, lmg } from "./lmg.ts"
import { relativeWeights } from "./relativeWeights.ts"

export * from "./question.ts"

/** How drivers are read. @category drivers @since 0.2.0 */
export interface DriversReading {
  /** Names of the predictors, in the order of the question. */
  readonly names: ReadonlyArray<string>
  /** `lmg` where left out; above twelve predictors it is always `relative-weights`. */
  readonly method?: "lmg" | "relative-weights"
  /** What each predictor should reach, by name, in its own unit. */
  readonly targets?: Readonly<Record<string, number>>
  /** Fewest units: max(104 + p, 50 + 8 p) for p predictors, where left out. */
  readonly minimum?: number
  readonly level?: number
}

/** One predictor of an outcome. @category drivers @since 0.2.0 */
export interface Driver {
  readonly name: string
  /** Its part of R²; the parts of all sum to it. */
  readonly importance: number
  /** The same as a share of R²; `null` where nothing is explained. */
  readonly share: number | null
  readonly se: number | null
  readonly interval: Interval | null
  /** Correlation with the outcome, all else left as it is. */
  readonly r: number
  /** Standardised slope; `null` where the others say nearly the same (VIF above 10), which makes it anything. */
  readonly beta: number | null
  /** How much the others inflate its variance; `null` where they say all it says. */
  readonly vif: number | null
  /** β · r, a diagnostic: below zero it shows that a predictor works through others. */
  readonly pratt: number | null
  /** Its mean, the target, and importance × (target − mean). */
  readonly performance: number
  readonly target: number | null
  readonly impact: number | null
}

/** The importances of two predictors, first minus second. @category drivers @since 0.2.0 */
export interface DriverPair {
  readonly first: string
  readonly second: string
  readonly difference: number | null
  readonly interval: Interval | null
  readonly z: number | null
  readonly p: number | null
  /** Adjusted for all pairs (Benjamini–Hochberg). */
  readonly q: number | null
}

/** What explains an outcome. @category drivers @since 0.2.0 */
export interface KeyDrivers {
  /** Units with the outcome and every predictor. */
  readonly n: number
  /** Share of the outcome's variance that all explain together; `null` where there are too few units, or nothing varies. */
  readonly r2: number | null
  readonly r2Interval: Interval | null
  readonly method: "lmg" | "relative-weights"
  readonly drivers: ReadonlyArray<Driver>
  /** Predictors that are the same for all. */
  readonly dropped: ReadonlyArray<string>
  readonly pairs: ReadonlyArray<DriverPair>
  readonly caveats: ReadonlyArray<AnalysisCaveat>
}

/** Fewest buckets and units for an interval by leaving buckets out. */
const BUCKETS = 20
const UNITS = 200
/** Above the first a predictor is `collinear`, above the second its slope is not said. */
const INFLATED = 5
const BLOCKED = 10
/** A standard error below this is rounding. */
const ROUNDING = 1e-12

/**
 * How much each of several predictors, such as the scores of touchpoints, explains of an outcome, such as the overall
 * score: R² shared out over all orders in which they can enter.
 *
 * **Details**
 *
 * Takes the cross-products of the outcome and its predictors by shard of customers, as {@link driversQuestion} asks for
 * them; one shard will do where no interval is wanted. Intervals and the differences of importances come from leaving
 * each shard out in turn.
 *
 * **Gotchas**
 *
 * What explains is no cause: people who are content score everything higher. Importance needs variance: what is as good for
 * everybody (or a must) comes out low. Fewer units than `minimum` give no drivers, and the caveat `insufficient`.
 *
 * Source: Lindeman, Merenda & Gold 1980; Johnson 2000; Green 1991 for the least number; Shao & Wu 1989.
 *
 * **Example** (Two predictors that have nothing to do with each other)
 *
 * ```ts
 * import { keyDrivers } from "@touchpoint/core/analyses"
 *
 * // correlations 0.6 and 0.3 with the outcome, 0 between them
 * const products = { n: 500, mean: [7, 8, 6], c: [500, 300, 150, 300, 500, 0, 150, 0, 500] }
 * const found = keyDrivers([products], { names: ["delivery", "support"], targets: { delivery: 9, support: 9 } })
 * console.log(found.drivers.map(({ importance, name }) => `${name} ${importance.toFixed(2)}`).join(", ")) // delivery 0.36, support 0.09
 * console.log(found.drivers.map(({ impact }) => impact?.toFixed(2)).join(", ")) // 0.36, 0.27
 * ```
 *
 * @category drivers
 * @since 0.2.0
 */
export const keyDrivers = (shards: ReadonlyArray<CrossProducts>, reading: DriversReading): KeyDrivers => {
  const { level = defaultLevel, names, targets = {} } = reading
  const filled = shards.filter(({ n }) => n > 0)
  const whole = filled.reduce((sum, own) => CrossProducts.merge(sum, own), CrossProducts.empty)
  const places = names.map((_, i) => i + 1)
  // Of nobody, or one, nothing is known to be the same for all.
  const kept = whole.n < 2 ? places : places.filter((i) => varies(whole, i))
  const dropped = names.filter((_, i) => !kept.includes(i + 1))
  const p = kept.length
  const method = p > EXACT ? "relative-weights" : (reading.method ?? "lmg")
  const minimum = reading.minimum ?? Math.max(104 + p, 50 + 8 * p)
  const flat = varies(whole, 0)
    ? dropped.length === 0
      ? null
      : { of: "predictors", names: dropped.join(", ") }
    : { of: "outcome" }
  const caveats: ReadonlyArray<AnalysisCaveat> = [
    ...(whole.n < minimum ? [{ id: "insufficient" as const, data: { n: whole.n, minimum } }] : []),
    ...(whole.n > 1 && flat !== null ? [{ id: "no-variation" as const, data: flat }] : []),
  ]
  const none = { n: whole.n, r2: null, r2Interval: null, method, drivers: [], dropped, pairs: [], caveats }
  if (whole.n < minimum || whole.n < 2 || p === 0 || !varies(whole, 0)) return none
  const own = onlyOf(whole, [0, ...kept])
  const correlations = correlationsOf(own)
  const importances = shared(correlations, method)
  const r2 = explained(correlations)
  const enough = filled.length >= BUCKETS && whole.n >= UNITS
  const without = enough
    ? leftOut(filled).map((part) => {
        const at = correlationsOf(onlyOf(part, [0, ...kept]))
        return { importances: shared(at, method), r2: explained(at) }
      })
    : []
  const spread = (value: number, of: (part: (typeof without)[number]) => number) => {
    const found = jackknife(value, without.map(of), level)
    return found === null || found.se < ROUNDING ? null : found
  }
  const drivers = kept.map((place, k): Driver => {
    const name = names[place - 1] ?? ""
    const { beta, vif } = alone(correlations, k + 1)
    const importance = importances[k] ?? 0
    const r = correlations.r[k + 1] ?? 0
    const found = spread(importance, (part) => part.importances[k] ?? 0)
    const [performance, target] = [own.mean[k + 1] ?? 0, targets[name] ?? null]
    const said = vif !== null && vif <= BLOCKED ? beta : null
    return {
      name,
      importance,
      share: r2 > 0 ? importance / r2 : null,
      se: found?.se ?? null,
      interval: within(found?.interval ?? null),
      r,
      beta: said,
      vif,
      pratt: said === null ? null : said * r,
      performance,
      target,
      impact: target === null ? null : importance * (target - performance),
    }
  })
  const pairs = drivers.flatMap((first, i) =>
    drivers.slice(i + 1).map((second, j): DriverPair => {
      const difference = first.importance - second.importance
      const found = spread(difference, (part) => (part.importances[i] ?? 0) - (part.importances[i + 1 + j] ?? 0))
      return { first: first.name, second: second.name, ...byStandardError(difference, found?.se ?? null, level) }
    }),
  )
  const inflated = drivers.filter(({ vif }) => vif === null || vif > INFLATED).map(({ name }) => name)
  return {
    ...none,
    r2,
    r2Interval: within(spread(r2, (part) => part.r2)?.interval ?? null),
    drivers,
    pairs: adjusted(pairs),
    caveats: [
      ...caveats,
      ...(inflated.length > 0 ? [{ id: "collinear" as const, data: { names: inflated.join(", ") } }] : []),
      ...(enough
        ? []
        : [{ id: "few-buckets" as const, data: { buckets: filled.length, minimum: BUCKETS, n: whole.n } }]),
    ],
  }
}

const shared = (correlations: Correlations, method: KeyDrivers["method"]): ReadonlyArray<number> =>
  method === "lmg" ? lmg(correlations) : relativeWeights(correlations)

/** R²: the gains of all, one after the other. */
const explained = (correlations: Correlations): number => {
  let [left, sum] = [correlations, 0]
  for (let k = 1; k < correlations.size; k++) {
    sum += gainOf(left, k)
    left = sweep(left, k)
  }
  return Math.min(1, sum)
}

/** Slope and variance inflation of one predictor, all others held. */
const alone = (correlations: Correlations, place: number) => {
  let left = correlations
  for (let k = 1; k < correlations.size; k++) if (k !== place) left = sweep(left, k)
  const pivot = left.r[place * left.size + place] ?? 0
  return pivot <= COLLINEAR ? { beta: null, vif: null } : { beta: (left.r[place] ?? 0) / pivot, vif: 1 / pivot }
}

/** Shares of variance lie between 0 and 1. */
const within = (interval: Interval | null): Interval | null =>
  interval === null ? null : { ...interval, low: Math.max(0, interval.low ?? 0), high: Math.min(1, interval.high ?? 1) }
