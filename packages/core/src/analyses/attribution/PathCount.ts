/** A path of touches, and how often it was walked. @category attribution @since 0.2.0 */
export interface PathCount {
  /** Channels in the order in which they were met. */
  readonly path: ReadonlyArray<string>
  /** How often a conversion stood at its end. */
  readonly converted: number
  /** How often it ended without one. Paths still under way belong to neither. */
  readonly lost: number
}

/** Channels of all paths, by name. @internal */
export const channelsOf = (paths: ReadonlyArray<PathCount>): ReadonlyArray<string> =>
  [...new Set(paths.flatMap(({ path }) => path))].toSorted((a, b) => (a < b ? -1 : 1))
