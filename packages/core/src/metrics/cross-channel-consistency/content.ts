import type { CrossProducts } from "../../moments/CrossProducts.ts"
import { and, column, gt, not, present, coalesce, value } from "../../questions/Expr.ts"
import { dimension } from "../../questions/Dimension.ts"
import { tally } from "../../questions/Question.ts"
import { wilson } from "../../stats/index.ts"
import { caveat } from "../Caveat.ts"
import { shareDifference } from "../difference.ts"
import * as Metric from "../Metric.ts"
import { channelOfItem, isCompared, params, type Params } from "./params.ts"
import { docs, fractions, titles } from "./texts.ts"

/** Rounding of a share of points. */
const SAME = 1e-9

/** The share of audited items that channels do alike. */
export const content = Metric.make({
  id: "cross-channel-consistency",
  docs,
  title: () => titles.content,
  better: "higher",
  params,
  passport: () => ({
    unit: { kind: "proportion" },
    unitOfN: "item",
    ...fractions.content,
    kind: "audit-item",
    clock: "at",
  }),
  questions: (given) => {
    const channel = channelOfItem(given)
    const applies = coalesce(gt(column("possible"), 0), value(false))
    const scored = and(applies, present(column("earned")))
    return {
      items: Metric.apart(
        tally(
          "audit-item",
          { points: { stat: "products", of: [column("earned"), column("possible")] } },
          { where: and(scored, isCompared(channel, given)) },
        ),
        [dimension("item", column("item")), dimension("channel", channel)],
      ),
      lacking: tally(
        "audit-item",
        { rows: { stat: "count" } },
        { where: and(applies, not(and(present(column("earned")), present(channel)))) },
      ),
    }
  },
  estimate: ({ items, lacking }, { margin }, level) => {
    const { alike, alone, both } = agreementOf(items, margin)
    return {
      value: both === 0 ? null : alike / both,
      interval: wilson(alike, both, level),
      n: both,
      nEffective: both === 0 ? null : both,
      numerator: alike,
      denominator: both,
      caveats: [
        ...(alone > 0 ? [caveat("one-channel", { n: alone })] : []),
        ...(lacking.rows.n > 0 ? [caveat("not-stated", { n: lacking.rows.n })] : []),
      ],
    }
  },
  compare: (first, second, { margin }, level) => {
    const [a, b] = [agreementOf(first.items, margin), agreementOf(second.items, margin)]
    return shareDifference({ x: a.alike, n: a.both }, { x: b.alike, n: b.both }, level)
  },
})

interface Part {
  readonly key: ReadonlyArray<string | number | null>
  readonly states: { readonly points: CrossProducts }
}

/** Items audited in several channels, how many of them have the same share of points in each, and items of one channel. */
const agreementOf = (parts: ReadonlyArray<Part>, margin: Params["margin"]) => {
  const shares = Map.groupBy(parts, ({ key }) => key[0])
  const counts = { both: 0, alike: 0, alone: 0 }
  for (const channels of shares.values()) {
    const known = channels.map(({ states: { points } }) => (points.mean[0] ?? 0) / (points.mean[1] ?? 1))
    if (known.length < 2) counts.alone++
    else {
      counts.both++
      if (Math.max(...known) - Math.min(...known) <= margin + SAME) counts.alike++
    }
  }
  return counts
}
