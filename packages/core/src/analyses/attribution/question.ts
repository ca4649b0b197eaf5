import { type Credit, credit, creditDefaults, type CreditOptions } from "../../questions/folds/credit/index.ts"
import { pathDefaults, type PathOptions, type Paths, paths } from "../../questions/folds/paths/index.ts"
import type { Answer, Group } from "../../questions/Answer.ts"
import { column, type Expr, shard } from "../../questions/Expr.ts"
import { cases, dimension } from "../../questions/Dimension.ts"
import type { Span } from "../../questions/Span.ts"
import { type Mark, type Trails, trails, type TrailsOver } from "../../questions/Trails.ts"

/** What attribution is asked with. @category attribution @since 0.2.0 */
export interface AttributionAsked extends Partial<
  Pick<CreditOptions, "gap" | "lookBack" | "reuse"> & Pick<PathOptions, "transform" | "longest" | "asOf">
> {
  /** The rows that convert. */
  readonly conversion: Mark
  /** Kinds whose rows are touches; a label other than the touchpoint, such as the channel, is named there. */
  readonly touches: TrailsOver["kinds"]
  /** Rules of the fold `credit`, each apart; none asks only for paths. */
  readonly rules?: CreditOptions["rules"]
  /** The rows that are touches; every row of those kinds with a label where left out. */
  readonly touch?: Mark
  /** What a conversion is worth, of its own row. */
  readonly worth?: Expr
  /** `customer` where left out. */
  readonly unit?: string
  /** When conversions come, and journeys without one end. Touches may be older. */
  readonly span?: Span | null
}

/** Questions of an attribution; asked together, they share one pass. @category attribution @since 0.2.0 */
export interface AttributionQuestions {
  /** One for each kind of rows that convert: their answers are disjoint. */
  readonly credit: ReadonlyArray<Trails<Credit>>
  /** One for each kind of rows that end journeys: their answers are disjoint. */
  readonly paths: ReadonlyArray<Trails<Paths>>
}

/**
 * Asks an engine for the credit of conversions by rules, and for the paths with and without a conversion that models
 * need, in 128 shards of customers. {@link shardsOf} puts the answers together.
 *
 * **Example** (Orders, credited to the channels of interactions)
 *
 * ```ts
 * import { attributionQuestions } from "@touchpoint/core/analyses"
 * import { column, dimension, mark, uShaped } from "@touchpoint/core/questions"
 *
 * const questions = attributionQuestions({
 *   conversion: mark("ordered", { kind: "order" }),
 *   touches: [{ kind: "interaction", label: dimension("channel", column("channel")) }],
 *   rules: [{ rule: "last" }, uShaped],
 * })
 * console.log(questions.credit.length, questions.paths.length) // 1 2
 * ```
 *
 * @category attribution
 * @since 0.2.0
 */
export const attributionQuestions = ({
  asOf = null,
  conversion,
  gap = creditDefaults.gap,
  longest = pathDefaults.longest,
  lookBack = creditDefaults.lookBack,
  reuse = creditDefaults.reuse,
  rules = [],
  span = null,
  touch,
  touches,
  transform = pathDefaults.transform,
  unit = "customer",
  worth,
}: AttributionAsked): AttributionQuestions => {
  const named = touches.map((one) => (typeof one === "string" ? { kind: one } : { kind: "", ...one }))
  const converting = [...new Set(conversion.any.map(({ kind }) => kind))]
  const all = [
    ...named,
    // A row of another kind converts; it is no touch, whatever columns it has.
    ...converting
      .filter((kind) => named.every((one) => one.kind !== kind))
      .map((kind) => ({ kind, label: cases("nothing", {}) })),
  ].map((one) => (worth !== undefined && converting.includes(one.kind) ? { ...one, value: worth } : one))
  const over = {
    kinds: all as unknown as TrailsOver["kinds"],
    marks: touch === undefined ? [conversion] : [conversion, touch],
    unit,
  }
  const by = [dimension("shard", shard(column(unit)))]
  const cuts = { gap, lookBack, reuse, conversion: conversion.id, touch: touch?.id ?? null }
  return {
    credit:
      rules.length === 0
        ? []
        : converting.map((kind) =>
            trails(credit, { ...creditDefaults, ...cuts, rules }, { ...over, open: { kind, span, by } }),
          ),
    paths: all.map(({ kind }) =>
      trails(
        paths,
        { ...pathDefaults, ...cuts, transform, longest, keep: "last", asOf },
        { ...over, open: { kind, span, by } },
      ),
    ),
  }
}

/**
 * The states of each shard, over answers to questions that are split by the shard last. Answers of one shard are put
 * together: they are of disjoint journeys.
 *
 * @category attribution
 * @since 0.2.0
 */
export const shardsOf = <State>(
  answers: ReadonlyArray<Answer<Trails<State>>>,
  fold: { readonly merge: (a: State, b: State) => State },
): ReadonlyArray<State> => {
  const shards = new Map<unknown, State>()
  for (const { groups } of answers)
    for (const { key, states } of groups as ReadonlyArray<Group<{ readonly fold: State }>>) {
      const known = shards.get(key.at(-1))
      shards.set(key.at(-1), known === undefined ? states.fold : fold.merge(known, states.fold))
    }
  return [...shards.values()]
}
