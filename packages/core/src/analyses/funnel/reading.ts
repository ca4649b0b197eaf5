import type { Funnel } from "../../questions/folds/funnel/index.ts"

/** The funnel of one group. @category funnel @since 0.2.0 */
export interface FunnelGroup {
  readonly state: Funnel
  /** The same by shard of customers. Needed where units have several attempts (`attempt: every`), which are alike. */
  readonly parts?: ReadonlyArray<Funnel> | null
}

/** How a funnel is read. @category funnel @since 0.2.0 */
export interface FunnelReading {
  /** Names of the steps; their places, from 1, where left out. */
  readonly names?: ReadonlyArray<string>
  /**
   * What the share of a step is of: those at the step before, or all that entered (`first`). In an experiment only the
   * latter compares like with like: who gets to a step is a consequence of the variant.
   */
  readonly base?: "previous" | "first"
  readonly level?: number
}

/** The name of a step counted from 0. */
export const nameOf = (names: ReadonlyArray<string>, step: number): string => names[step] ?? String(step + 1)
