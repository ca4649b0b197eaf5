import type { Conversions } from "../../questions/folds/credit/index.ts"
import type { Interval } from "../../stats/index.ts"
import type { AnalysisCaveat } from "../Caveat.ts"

/** What a model credits a channel with. @category attribution @since 0.2.0 */
export interface CreditedChannel {
  readonly channel: string
  /** Conversions credited. */
  readonly credit: number
  readonly interval: Interval | null
  /** Credit over that of all channels; `null` where nobody is credited. */
  readonly share: number | null
  readonly shareInterval: Interval | null
  /** Standard error of the share, for comparisons; `null` where nobody can tell. */
  readonly shareError: number | null
  /** Sum of the conversions' values credited. */
  readonly value: number
  /** Of the samples that each leave out one shard, the share in which the channel has the same rank. */
  readonly rankStable: number | null
}

/** Credit of conversions by one model. It is credited, not caused. @category attribution @since 0.2.0 */
export interface Attribution {
  /** Conversions in all, and those no touch came before: they are credited to nobody. */
  readonly conversions: Conversions
  readonly unattributed: Conversions
  /**
   * Most credited first; credits sum to the conversions less the unattributed, but for `participation`. None where the
   * model can credit nobody: `zero-denominator` and `nothing-to-share` say why.
   */
  readonly channels: ReadonlyArray<CreditedChannel>
  readonly caveats: ReadonlyArray<AnalysisCaveat>
}

/** A channel without anything to say how sure it is. */
export interface PlainCredit {
  readonly channel: string
  readonly credit: number
  readonly value: number
}

/** Order of channels: most credited first, then by name. */
export const byCredit = (a: PlainCredit, b: PlainCredit): number =>
  b.credit - a.credit || (a.channel < b.channel ? -1 : 1)
