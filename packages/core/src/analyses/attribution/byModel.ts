import { type Paths, paths as pathsFold, pathDefaults } from "../../questions/folds/paths/index.ts"
import { defaultLevel } from "../../stats/index.ts"
import type { AnalysisCaveat } from "../Caveat.ts"
import { type Attribution, byCredit, type PlainCredit } from "./Attribution.ts"
import type { AttributionOptions } from "./byRule.ts"
import { markovCredit } from "./markov.ts"
import type { PathCount } from "./PathCount.ts"
import { shapleyCredit, type ShapleyOptions } from "./shapley.ts"
import { FEWEST_CONVERSIONS, FEWEST_SHARDS, sharesOf, spreadOf } from "./spread.ts"

/** A model that credits channels from paths with and without a conversion. @category attribution @since 0.2.0 */
export type CreditModel =
  | { readonly model: "markov"; readonly order?: number }
  | ({ readonly model: "shapley" } & ShapleyOptions)

/** Paths of a state as the models take them. @category attribution @since 0.2.0 */
export const pathCounts = ({ paths }: Pick<Paths, "paths">): ReadonlyArray<PathCount> =>
  paths.map(({ converted, journeys, path }) => ({ path, converted, lost: journeys - converted }))

/**
 * Credit by a model of paths, from the states of the fold `paths`: one of each shard of the customers, for intervals by
 * leaving out one after the other; a single state has none.
 *
 * **Details**
 *
 * The model's shares are of the conversions that have a touch, and so are the values credited. Intervals are jackknife
 * ones, of shares on the scale of logits, from 20 shards and 200 conversions on.
 *
 * **Gotchas**
 *
 * Paths that were thinned out are not known to the model: `thinned-paths` says how many conversions those are. Credit is
 * a model's, not a cause. There are no channels (`nothing-to-share`) where a chain of high order has too many states, and
 * with `worth: "exact-rate"` where no journey that converts met all of them: the credits would be shares of 0. Of Shapley
 * values drawn by chance, `shapleyCredit` itself tells their error.
 *
 * **Example** (Removal effects of two channels)
 *
 * ```ts
 * import { attributeByModel } from "@touchpoint/core/analyses"
 * import { pathDefaults, paths } from "@touchpoint/core/questions"
 * import { runFold } from "@touchpoint/testing"
 *
 * const bought = [{ at: 0, label: "ad" }, { at: 1, label: "mail" }, { at: 2, marks: "bought" }]
 * const lost = [{ at: 0, label: "ad" }]
 * const state = runFold(paths, { ...pathDefaults, conversion: "bought" }, [bought, lost])
 * const { channels } = attributeByModel([...state.values()], { model: "markov" })
 * console.log(channels.map(({ channel, credit }) => `${channel} ${credit}`).join(", ")) // ad 0.5, mail 0.5
 * ```
 *
 * @category attribution
 * @since 0.2.0
 */
export const attributeByModel = (
  shards: ReadonlyArray<Paths>,
  model: CreditModel,
  { level = defaultLevel }: AttributionOptions = {},
): Attribution => {
  const whole = merged(shards)
  const plain = creditOf(whole, model)
  const counted = shards.filter((own) => attributedOf(own).n > 0)
  const attributed = attributedOf(whole)
  const enough = counted.length >= FEWEST_SHARDS && attributed.n >= FEWEST_CONVERSIONS
  const spread =
    enough && plain.length > 0
      ? spreadOf(
          plain,
          withoutEach(whole, counted).map((own) => creditOf(own, model)),
          level,
        )
      : null
  const shares = sharesOf(plain)
  return {
    conversions: conversionsOf(whole),
    unattributed: unattributedOf(whole),
    channels: plain
      .map(({ channel, credit, value }) => {
        const own = spread?.get(channel)
        return {
          channel,
          credit,
          interval: own?.credit ?? null,
          share: shares.get(channel) ?? null,
          shareInterval: own?.share ?? null,
          shareError: own?.shareError ?? null,
          value,
          rankStable: own?.rankStable ?? null,
        }
      })
      .toSorted(byCredit),
    caveats: [
      ...(plain.length === 0 && attributed.n > 0
        ? [{ id: "nothing-to-share" as const, data: { n: attributed.n } }]
        : []),
      ...modelCaveats(whole, attributed.n, counted.length),
    ],
  }
}

/** Halves first: every path is then touched as often as the number of states can be halved. */
const merged = (all: ReadonlyArray<Paths>): Paths => {
  const [only] = all
  if (only === undefined) return pathsFold.empty(pathDefaults)
  if (all.length === 1) return only
  const half = all.length >> 1
  return pathsFold.merge(merged(all.slice(0, half)), merged(all.slice(half)))
}

type Counted = Pick<Paths, "paths" | "others">

/** The whole without each state in turn: paths the whole knows only together, no part knows apart. */
const withoutEach = (whole: Paths, shards: ReadonlyArray<Paths>): ReadonlyArray<Counted> => {
  const keyOf = (path: ReadonlyArray<string>) => JSON.stringify(path)
  const places = new Map(whole.paths.map(({ path }, i) => [keyOf(path), i] as const))
  return shards.map((own) => {
    const paths = [...whole.paths]
    for (const { path, ...less } of own.paths) {
      const place = places.get(keyOf(path))
      const all = place === undefined ? undefined : paths[place]
      if (place === undefined || all === undefined) continue
      paths[place] = {
        path,
        journeys: all.journeys - less.journeys,
        converted: all.converted - less.converted,
        value: all.value - less.value,
      }
    }
    return { paths: paths.filter(({ journeys }) => journeys > 0), others: { journeys: 0, converted: 0, value: 0 } }
  })
}

const conversionsOf = ({ others, paths }: Counted) => {
  const sum = { n: others.converted, value: others.value }
  for (const { converted, value } of paths) {
    sum.n += converted
    sum.value += value
  }
  return sum
}

const unattributedOf = ({ paths }: Counted) => {
  const [first] = paths
  return first === undefined || first.path.length > 0 ? { n: 0, value: 0 } : { n: first.converted, value: first.value }
}

/** Conversions that have a touch. */
const attributedOf = (state: Counted) => {
  const [all, nobody] = [conversionsOf(state), unattributedOf(state)]
  return { n: all.n - nobody.n, value: all.value - nobody.value }
}

const creditOf = (state: Counted, model: CreditModel): ReadonlyArray<PlainCredit> => {
  const counts = pathCounts(state)
  const found = model.model === "markov" ? markovCredit(counts, model.order) : shapleyCredit(counts, model)
  const { n, value } = attributedOf(state)
  return found === null
    ? []
    : Array.from(found.share, ([channel, share]) => ({ channel, credit: share * n, value: share * value }))
}

const modelCaveats = (
  { cut, others, paths }: Paths,
  attributed: number,
  shards: number,
): ReadonlyArray<AnalysisCaveat> => [
  ...(attributed === 0 ? [{ id: "zero-denominator" as const }] : []),
  ...(shards < FEWEST_SHARDS || attributed < FEWEST_CONVERSIONS
    ? [{ id: "few-buckets" as const, data: { buckets: shards, n: attributed } }]
    : []),
  ...(cut > 0 ? [{ id: "loops-truncated" as const, data: { cut, n: paths.length } }] : []),
  ...(others.journeys > 0
    ? [{ id: "thinned-paths" as const, data: { journeys: others.journeys, conversions: others.converted } }]
    : []),
]
