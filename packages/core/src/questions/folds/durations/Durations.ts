import type { Lengths } from "./lengths.ts"

/** State of the fold `durations`. @category folds @since 0.2.0 */
export interface Durations {
  /** Units with one or more, and those with one whose length is known, or known up to then. */
  readonly units: number
  readonly timed: number
  /** Those that ended. */
  readonly closed: Lengths
  /** Those that still ran at `asOf`, as long as they had lasted by then. */
  readonly open: Lengths
  /** Those that were given up, as long as they had lasted by then. */
  readonly dropped: Lengths
  /** Open ones where no `asOf` says how long they have lasted. */
  readonly unknown: number
  /** Those that ended before they began: outside. */
  readonly negative: number
  /**
   * By target: those that had that long by `asOf`, with how many of them ended in time; and those given up before. What
   * was given up later counts as missed.
   */
  readonly targets: ReadonlyArray<{ readonly n: number; readonly x: number; readonly dropped: number }>
}
