import { binned, funnelLives } from "../../analyses/funnel/lives.ts"
import type { Funnel } from "../../questions/folds/funnel/index.ts"
import { cohenH, type Lifetimes, survivalShare, twoSurvivalShares, wilson } from "../../stats/index.ts"
import { type Attempts, effectiveAttempts, effectiveParts, type LooseAttempts } from "../attempts.ts"
import { caveat } from "../Caveat.ts"
import { DAY } from "../days.ts"
import { shareDifference } from "../difference.ts"
import type { EffectiveSize } from "../effectiveSize.ts"
import type { Comparison, Estimate } from "../Metric.ts"
import { type Params, stepsAsked } from "./params.ts"
import type { AttemptStates } from "./questions.ts"

/** How many attempts are independent; `null` where nobody can tell. */
interface Independent extends Pick<EffectiveSize, "caveats"> {
  readonly size: number | null
}

/** Attempts divided by, and those that got to the step. */
const countOf = (fold: Funnel, decided: Params): Attempts => {
  const { base, to } = stepsAsked(decided)
  const at = (step: number) => (fold.reached[step] ?? 0) + (decided.policy === "naive" ? (fold.pending[step] ?? 0) : 0)
  return { n: at(base), x: at(to) }
}

/** Sums over sessions of nobody known, each a cluster of its own; `null` where these attempts are not told apart. */
const looseOf = (fold: Funnel, decided: Params): LooseAttempts | null => {
  const { base, to } = stepsAsked(decided)
  const { n, x } = countOf(fold, decided)
  if (decided.attempt !== "every") return { units: n, nn: n, nx: x, xx: x }
  if (n === 0) return { units: 0, nn: 0, nx: 0, xx: 0 }
  if (decided.policy === "naive" || base > 0) return null
  const { reached, squares, units } = fold.clusters
  return { units, nn: squares, nx: reached[to]?.cross ?? 0, xx: reached[to]?.squares ?? 0 }
}

const independentOf = ({ attempts, parts = [], people }: AttemptStates, decided: Params): Independent => {
  const { attempt, form } = decided
  const whole = countOf(attempts.fold, decided)
  if (attempt !== "every" && form === "customer") return { size: whole.n, caveats: [] }
  if (people === undefined) return effectiveAttempts(attempts.fold, stepsAsked(decided).to)
  const clusters = parts.filter(({ key: [shard] }) => shard !== null).map(({ states }) => countOf(states.fold, decided))
  const nobody = parts.find(({ key: [shard] }) => shard === null)
  const loose = nobody === undefined ? { units: 0, nn: 0, nx: 0, xx: 0 } : looseOf(nobody.states.fold, decided)
  if (loose === null) return { size: null, caveats: [] }
  return effectiveParts(
    whole,
    clusters.filter(({ n }) => n > 0),
    loose,
    people.customers.n + loose.units,
  )
}

/** Times to the step, everybody counted as long as they were followed. */
const livesOf = (fold: Funnel, decided: Params): Lifetimes =>
  funnelLives(fold, stepsAsked(decided).to, decided.within * DAY)

/** The window, as the bin of durations that ends it. */
const windowOf = ({ within }: Params): number => binned(within * DAY)

/** Everybody counts as long as they were followed: one less the share of Kaplan and Meier without the step. */
const followed = (states: AttemptStates, decided: Params, level: number): Estimate => {
  const { fold } = states.attempts
  const n = fold.entrants + fold.immature
  const open = fold.immature - (fold.pending[stepsAsked(decided).to] ?? 0)
  const share = survivalShare(livesOf(fold, decided), windowOf(decided), level)
  const alone = decided.form === "customer" && decided.attempt !== "every"
  const { high = null, low = null } = share?.interval ?? {}
  const interval =
    !alone || low === null || high === null
      ? null
      : { low: 1 - high, high: 1 - low, level, method: "log-log-greenwood" }
  return {
    value: share === null ? null : 1 - share.value,
    interval,
    n,
    nEffective: share === null || !alone ? null : share.nEffective,
    numerator: null,
    denominator: n,
    caveats: [
      ...(open > 0 ? [caveat("censored", { n: open })] : []),
      ...nameless(states, decided),
      ...(n > 0 && share === null ? [caveat("not-reached", { n: 0, minimum: 1 })] : []),
      ...(share !== null && interval === null ? [caveat("no-ci")] : []),
    ],
  }
}

const nameless = ({ anonymous: { rows } }: AttemptStates, { form }: Params) =>
  rows.n > 0 ? [caveat(form === "session" ? "not-stated" : "no-customer", { n: rows.n })] : []

/** The share of attempts that got to the step. */
export const estimateAttempts = (states: AttemptStates, decided: Params, level: number): Estimate => {
  if (decided.policy === "kaplan-meier") return followed(states, decided, level)
  const { immature } = states.attempts.fold
  const { n, x } = countOf(states.attempts.fold, decided)
  const { caveats, size } = independentOf(states, decided)
  const interval = n === 0 || size === null ? null : wilson((x / n) * size, size, level)
  const counted = decided.policy === "naive" ? { counted: immature } : {}
  return {
    value: n === 0 ? null : x / n,
    interval,
    n,
    nEffective: n === 0 ? null : size,
    numerator: x,
    denominator: n,
    caveats: [
      ...(immature > 0 ? [caveat("immature-window", { n: immature, ...counted })] : []),
      ...nameless(states, decided),
      ...caveats,
      ...(n > 0 && interval === null ? [caveat("no-ci")] : []),
    ],
  }
}

/** Two shares of attempts, first minus second. */
export const compareAttempts = (
  first: AttemptStates,
  second: AttemptStates,
  decided: Params,
  level: number,
): Comparison | null => {
  if (decided.policy === "kaplan-meier") return compareFollowed(first, second, decided, level)
  const [a, b] = [countOf(first.attempts.fold, decided), countOf(second.attempts.fold, decided)]
  if (a.n === 0 || b.n === 0) return null
  const [own, other] = [independentOf(first, decided).size, independentOf(second, decided).size]
  if (own === null || other === null) return bare(a.x / a.n - b.x / b.n)
  return shareDifference({ x: (a.x / a.n) * own, n: own }, { x: (b.x / b.n) * other, n: other }, level)
}

const bare = (difference: number): Comparison => ({ difference, interval: null, test: null, p: null, effect: null })

const compareFollowed = (
  first: AttemptStates,
  second: AttemptStates,
  decided: Params,
  level: number,
): Comparison | null => {
  const [a, b] = [livesOf(first.attempts.fold, decided), livesOf(second.attempts.fold, decided)]
  const time = windowOf(decided)
  // Who got there less is who is still without: the second minus the first.
  const apart = twoSurvivalShares(b, a, time, level)
  if (apart === null) return null
  if (decided.form !== "customer" || decided.attempt === "every") return bare(apart.difference)
  const [p, q] = [survivalShare(a, time, level)?.value ?? 1, survivalShare(b, time, level)?.value ?? 1]
  return { ...apart, effect: { kind: "cohen-h", value: cohenH(1 - p, 1 - q) } }
}
