import * as Schema from "effect/Schema"
import { type LogHistogram, LogHistogram as LogHistogramMoment } from "../../../moments/LogHistogram.ts"
import { Path } from "./Path.ts"
import { type KeptPaths, PathTree } from "./PathTree.ts"

/** State of the fold `paths`. @category folds @since 0.2.0 */
export interface Paths extends KeptPaths {
  /** Most paths that are kept. */
  readonly most: number
  /** Journeys that a conversion could still end; they are no part of the paths. */
  readonly open: number
  /** Journeys whose path was cut. */
  readonly cut: number
  /** Touches of all journeys that are not open, before their paths were transformed and cut. */
  readonly touches: number
  /** Milliseconds from the first touch to the conversion. */
  readonly elapsed: LogHistogram
}

/** JSON of {@link Paths}. */
export const PathsSchema: Schema.Codec<Paths, unknown> = Schema.Struct({
  paths: Schema.Array(Path),
  others: Schema.Struct({ journeys: Schema.Int, converted: Schema.Int, value: Schema.Finite }),
  thinned: Schema.Int,
  most: Schema.Int,
  open: Schema.Int,
  cut: Schema.Int,
  touches: Schema.Int,
  elapsed: LogHistogramMoment.schema,
})

/** The state of a group without journeys. */
export const emptyPaths = (most: number): Paths => ({
  paths: [],
  others: { journeys: 0, converted: 0, value: 0 },
  thinned: 0,
  most,
  open: 0,
  cut: 0,
  touches: 0,
  elapsed: LogHistogramMoment.empty,
})

/** Adds two states over disjoint units. What is thinned out depends on the paths alone, not on the shard. */
export const mergePaths = (a: Paths, b: Paths): Paths => {
  const codes = new Map<string, number>()
  for (const { path } of [...a.paths, ...b.paths])
    for (const label of path) if (!codes.has(label)) codes.set(label, codes.size)
  const both = new PathTree(a.most, [...codes.keys()])
  both.thinTo(Math.max(a.thinned, b.thinned))
  for (const { others, paths } of [a, b]) {
    both.addOthers(others.journeys, others.converted, others.value)
    for (const { converted, journeys, path, value } of paths)
      both.add(
        Int32Array.from(path, (label) => codes.get(label) ?? 0),
        path.length,
        journeys,
        converted,
        value,
      )
  }
  return {
    ...both.state(),
    most: a.most,
    open: a.open + b.open,
    cut: a.cut + b.cut,
    touches: a.touches + b.touches,
    elapsed: LogHistogramMoment.merge(a.elapsed, b.elapsed),
  }
}
