import { type Interval, jackknife, studentTQuantile } from "../../stats/index.ts"
import { byCredit, type PlainCredit } from "./Attribution.ts"

/** Fewest shards and conversions of which leaving one shard out tells anything. */
export const FEWEST_SHARDS = 20
/** @see {@link FEWEST_SHARDS} */
export const FEWEST_CONVERSIONS = 200

/** How sure credits are, by channel. */
export interface Spread {
  readonly credit: Interval | null
  readonly share: Interval | null
  readonly shareError: number | null
  readonly rankStable: number
}

/** Shares of credits; none where nobody is credited. */
export const sharesOf = (credits: ReadonlyArray<PlainCredit>): ReadonlyMap<string, number> => {
  const all = credits.reduce((sum, { credit }) => sum + credit, 0)
  return all > 0 ? new Map(credits.map(({ channel, credit }) => [channel, credit / all] as const)) : new Map()
}

/**
 * How far credits scatter over samples that each leave out one shard of the customers: totals on their own scale, shares
 * on that of logits, which keeps them within 0 and 1.
 */
export const spreadOf = (
  whole: ReadonlyArray<PlainCredit>,
  leftOut: ReadonlyArray<ReadonlyArray<PlainCredit>>,
  level: number,
): ReadonlyMap<string, Spread> => {
  const shares = sharesOf(whole)
  const shards = leftOut.length
  const parts = leftOut.map((credits) => ({
    credit: new Map(credits.map(({ channel, credit }) => [channel, credit] as const)),
    share: sharesOf(credits),
    rank: ranksOf(credits),
  }))
  const ranks = ranksOf(whole)
  return new Map(
    whole.map(({ channel, credit }) => {
      // A total without one shard is that much smaller.
      const totals = parts.map((part) => ((part.credit.get(channel) ?? 0) * shards) / (shards - 1))
      const own = parts.map((part) => part.share.get(channel) ?? Number.NaN)
      const share = shares.get(channel) ?? Number.NaN
      const stable = parts.filter(({ rank }) => rank.get(channel) === ranks.get(channel)).length
      return [
        channel,
        {
          credit: jackknife(credit, totals, level)?.interval ?? null,
          share: byLogit(share, own, level),
          shareError: jackknife(share, own, level)?.se ?? null,
          rankStable: stable / shards,
        },
      ] as const
    }),
  )
}

const ranksOf = (credits: ReadonlyArray<PlainCredit>): ReadonlyMap<string, number> =>
  new Map(credits.toSorted(byCredit).map(({ channel }, rank) => [channel, rank] as const))

/** An interval of a share, from its logit; none where that does not exist. */
const byLogit = (share: number, leftOut: ReadonlyArray<number>, level: number): Interval | null => {
  const logit = (x: number) => Math.log(x / (1 - x))
  const inside = (x: number) => x > 0 && x < 1
  if (!inside(share) || !leftOut.every(inside)) return null
  const found = jackknife(logit(share), leftOut.map(logit), level)
  if (found === null) return null
  const half = studentTQuantile((1 + level) / 2, found.df) * found.se
  const back = (x: number) => 1 / (1 + Math.exp(-x))
  return { low: back(logit(share) - half), high: back(logit(share) + half), level, method: "jackknife-logit" }
}
