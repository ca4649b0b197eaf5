import { type Credit, credit as creditFold } from "../../questions/folds/credit/index.ts"
import { emptyCredit } from "../../questions/folds/credit/Credit.ts"
import { defaultLevel, normalQuantile } from "../../stats/index.ts"
import type { AnalysisCaveat } from "../Caveat.ts"
import { type Attribution, byCredit, type PlainCredit } from "./Attribution.ts"
import { FEWEST_CONVERSIONS, FEWEST_SHARDS, sharesOf, spreadOf } from "./spread.ts"

/** How credit is read. @category attribution @since 0.2.0 */
export interface AttributionOptions {
  /** Of the intervals; 0.95 where left out. */
  readonly level?: number
}

/**
 * Credit by a rule, from the states of the fold `credit`: one of each shard of the customers, for the intervals of
 * shares; a single state has none.
 *
 * **Details**
 *
 * Credits are compound Poisson sums with the standard error √Σ credit². Shares have the jackknife interval of their
 * logits over the shards, from 20 shards and 200 conversions on.
 *
 * **Gotchas**
 *
 * What is credited is a rule somebody chose, not what a channel caused. Conversions without a touch are nobody's.
 *
 * **Example** (Of two customers, one met two channels)
 *
 * ```ts
 * import { attributeByRule } from "@touchpoint/core/analyses"
 * import { credit, creditDefaults } from "@touchpoint/core/questions"
 * import { runFold } from "@touchpoint/testing"
 *
 * const options = { ...creditDefaults, conversion: "bought", rules: [{ rule: "linear" as const }] }
 * const anna = [{ at: 0, label: "ad" }, { at: 1, label: "mail" }, { at: 2, marks: "bought" }]
 * const bo = [{ at: 0, marks: "bought" }]
 * const { channels, unattributed } = attributeByRule([...runFold(credit, options, [anna, bo]).values()], 0)
 * console.log(channels.map(({ channel, credit }) => `${channel} ${credit}`).join(", "), unattributed.n) // ad 0.5, mail 0.5 1
 * ```
 *
 * @category attribution
 * @since 0.2.0
 */
export const attributeByRule = (
  shards: ReadonlyArray<Credit>,
  /** Place of the rule in the fold's options. */
  rule: number,
  { level = defaultLevel }: AttributionOptions = {},
): Attribution => {
  const whole = shards.reduce((sum, own) => creditFold.merge(sum, own), emptyCredit(shards[0]?.rules.length ?? 0))
  const rows = whole.rules[rule] ?? []
  const counted = shards.filter(({ conversions, unattributed }) => conversions.n > unattributed.n)
  const attributed = whole.conversions.n - whole.unattributed.n
  const enough = counted.length >= FEWEST_SHARDS && attributed >= FEWEST_CONVERSIONS
  const plain = rows.map(({ credit, label, value }): PlainCredit => ({ channel: label, credit, value }))
  const spread = enough ? spreadOf(plain, without(plain, counted, rule), level) : null
  const shares = sharesOf(plain)
  const half = normalQuantile((1 + level) / 2)
  return {
    conversions: whole.conversions,
    unattributed: whole.unattributed,
    channels: rows
      .map(({ credit, label: channel, squares, value }) => {
        const own = spread?.get(channel)
        const se = Math.sqrt(squares)
        return {
          channel,
          credit,
          interval:
            squares > 0
              ? { low: Math.max(0, credit - half * se), high: credit + half * se, level, method: "compound-poisson" }
              : null,
          share: shares.get(channel) ?? null,
          shareInterval: own?.share ?? null,
          shareError: own?.shareError ?? null,
          value,
          rankStable: own?.rankStable ?? null,
        }
      })
      .toSorted(byCredit),
    caveats: creditCaveats(whole, attributed, counted.length),
  }
}

/** Credits without each shard in turn: what is left of the sums. */
const without = (
  whole: ReadonlyArray<PlainCredit>,
  shards: ReadonlyArray<Credit>,
  rule: number,
): ReadonlyArray<ReadonlyArray<PlainCredit>> =>
  shards.map(({ rules }) => {
    const own = new Map((rules[rule] ?? []).map(({ credit, label }) => [label, credit] as const))
    return whole.map(({ channel, credit, value }) => ({
      channel,
      // What one shard alone has cannot be less than nothing without it.
      credit: Math.max(0, credit - (own.get(channel) ?? 0)),
      value,
    }))
  })

const creditCaveats = (
  { conversions, cut }: Credit,
  attributed: number,
  shards: number,
): ReadonlyArray<AnalysisCaveat> => [
  ...(attributed === 0 ? [{ id: "zero-denominator" as const }] : []),
  ...(shards < FEWEST_SHARDS || attributed < FEWEST_CONVERSIONS
    ? [{ id: "few-buckets" as const, data: { buckets: shards, n: attributed } }]
    : []),
  ...(cut > 0 ? [{ id: "loops-truncated" as const, data: { cut, n: conversions.n } }] : []),
]
