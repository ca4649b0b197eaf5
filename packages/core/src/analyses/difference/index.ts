import { cohenH, defaultLevel, newcombe, type Successes, twoProportionTest } from "../../stats/index.ts"
import { type Share, shareOf } from "../Share.ts"
import type { NamedEstimate, NamedShare } from "./named.ts"
import { adjusted, byStandardError, type Tested } from "./tested.ts"

export type { NamedEstimate, NamedShare } from "./named.ts"
export { creditEstimates, driverEstimates, graphShares } from "./insights.ts"

/** Two shares of one name, and the first minus the second. @category difference @since 0.2.0 */
export interface ShareDifference extends Tested {
  readonly name: string
  readonly first: Share
  readonly second: Share
  readonly test: "pooled-z" | "fisher-exact" | null
  /** Cohen's h: a difference that means the same near 0 as near one half. */
  readonly effect: number | null
}

/** How shares are compared. @category difference @since 0.2.0 */
export interface ShareDifferenceOptions {
  readonly level?: number
  /** Shares are parts of a whole, the one their `of` names: what a group lacks is 0 of it, and differences sum to 0. */
  readonly whole?: boolean
}

/**
 * The differences of two groups in every share both have: of two funnels by step, of two cohort tables by cell, of two
 * transition graphs by move. First minus second, ordered as named.
 *
 * **Details**
 *
 * Newcombe's interval; pooled z or, where few are expected, Fisher's exact test; `q` over all that could be tested. A
 * share only one of them has is shown, with no difference; with `whole` it is 0 of the other.
 *
 * **Gotchas**
 *
 * The groups must have no customer in common, and names are met once in each. Intervals are each for itself; `q` alone is
 * for the family. Trials of one
 * customer are alike: give `nEffective`, or compare estimates with standard errors by {@link estimateDifferences}.
 *
 * Source: Newcombe 1998, method 10; Benjamini & Hochberg 1995.
 *
 * **Example** (Where customers go from the cart)
 *
 * ```ts
 * import { partsOf, shareDifferences } from "@touchpoint/core/analyses"
 *
 * const phone = partsOf({ order: 300, help: 150, leave: 550 })
 * const desk = partsOf({ order: 420, leave: 580 })
 * const found = shareDifferences(phone, desk, { whole: true })
 * console.log(found.map(({ name, difference }) => `${name} ${difference?.toFixed(2)}`).join(", ")) // order -0.12, help 0.15, leave -0.03
 * ```
 *
 * @category difference
 * @since 0.2.0
 */
export const shareDifferences = (
  first: ReadonlyArray<NamedShare>,
  second: ReadonlyArray<NamedShare>,
  { level = defaultLevel, whole = false }: ShareDifferenceOptions = {},
): ReadonlyArray<ShareDifference> =>
  adjusted(
    paired(first, second).map(({ a, b, name }) =>
      shareDifference(
        name,
        readShare(a ?? zeroOf(b, first, whole), level),
        readShare(b ?? zeroOf(a, second, whole), level),
        level,
      ),
    ),
  )

/** Two shares, first minus second, as a family of their own: `q` is `p`. @category difference @since 0.2.0 */
export const shareDifference = (
  name: string,
  first: Share,
  second: Share,
  level: number = defaultLevel,
): ShareDifference => {
  const difference = first.value === null || second.value === null ? null : first.value - second.value
  const [own, other] = [effective(first), effective(second)]
  const known = difference !== null && own !== null && other !== null
  const test = known ? twoProportionTest(own, other) : null
  const p = test?.p ?? null
  return {
    name,
    first,
    second,
    difference,
    interval: known ? newcombe(own, other, level) : null,
    test: test?.method ?? null,
    z: test?.z ?? null,
    p,
    q: p,
    effect: first.value === null || second.value === null ? null : cohenH(first.value, second.value),
  }
}

/** Counts as shares of all of them: a distribution. @category difference @since 0.2.0 */
export const partsOf = (counts: Readonly<Record<string, number>>): ReadonlyArray<NamedShare> => {
  const denominator = Object.values(counts).reduce((sum, n) => sum + n, 0)
  return Object.entries(counts).map(([name, numerator]) => ({ name, numerator, denominator }))
}

/** Two estimates of one name, and the first minus the second. @category difference @since 0.2.0 */
export interface EstimateDifference extends Tested {
  readonly name: string
  readonly first: number | null
  readonly second: number | null
  readonly se: number | null
}

/**
 * The differences of two groups in every estimate both have: importances of drivers, shares of credit. First minus
 * second, by z of both standard errors, `q` over all that could be tested.
 *
 * **Gotchas**
 *
 * The groups must have no customer in common: standard errors of estimates from the same customers do not add up.
 *
 * **Example** (Mail is credited with more here)
 *
 * ```ts
 * import { estimateDifferences } from "@touchpoint/core/analyses"
 *
 * const [mail] = estimateDifferences([{ name: "mail", value: 0.4, se: 0.03 }], [{ name: "mail", value: 0.3, se: 0.04 }])
 * console.log(mail?.difference?.toFixed(2), mail?.z?.toFixed(2), mail?.q?.toFixed(4)) // 0.10 2.00 0.0455
 * ```
 *
 * @category difference
 * @since 0.2.0
 */
export const estimateDifferences = (
  first: ReadonlyArray<NamedEstimate>,
  second: ReadonlyArray<NamedEstimate>,
  level: number = defaultLevel,
): ReadonlyArray<EstimateDifference> =>
  adjusted(
    paired(first, second).map(({ a, b, name }) => {
      const [x, y] = [a?.value ?? null, b?.value ?? null]
      const difference = x === null || y === null ? null : x - y
      const [own, other] = [a?.se ?? null, b?.se ?? null]
      const se = own === null || other === null ? null : Math.hypot(own, other)
      return { name, first: x, second: y, se, ...byStandardError(difference, se, level) }
    }),
  )

/** What both have by one name; what only the second has comes last. */
const paired = <One extends { readonly name: string }>(first: ReadonlyArray<One>, second: ReadonlyArray<One>) => {
  const [own, other] = [first, second].map((all) => new Map(all.map((one) => [one.name, one])))
  return [...new Set([...first, ...second].map(({ name }) => name))].map((name) => ({
    name,
    a: own?.get(name),
    b: other?.get(name),
  }))
}

/** What a group lacks of a whole that it has. */
const zeroOf = (other: NamedShare | undefined, group: ReadonlyArray<NamedShare>, whole: boolean) => {
  const part = whole ? group.find(({ of }) => of === other?.of) : undefined
  return part === undefined ? undefined : { ...part, numerator: 0 }
}

const readShare = (own: NamedShare | undefined, level: number): Share =>
  own === undefined
    ? shareOf(0, 0, level)
    : shareOf(own.numerator, own.denominator, level, own.nEffective === undefined ? own.denominator : own.nEffective)

const effective = ({ nEffective, value }: Share): Successes | null =>
  value === null || nEffective === null ? null : { x: value * nEffective, n: nEffective }
