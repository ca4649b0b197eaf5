import type { PathTransform } from "../../questions/folds/paths/PathOptions.ts"

/**
 * A path as a transform writes it; `frequency` writes each at its first place, with how often it comes: D A B C D C →
 * D(2) A(1) B(1) C(2). Source: Snowplow, path transforms of its attribution models.
 *
 * **Example** (Repeats become one)
 *
 * ```ts
 * import { transformPath } from "@touchpoint/core/analyses"
 *
 * console.log(transformPath(["mail", "shop", "shop"], "exposure").join(" ")) // mail shop
 * ```
 *
 * @category paths
 * @since 0.2.0
 */
export const transformPath = (
  path: ReadonlyArray<string>,
  transform: PathTransform | "frequency",
): ReadonlyArray<string> => {
  switch (transform) {
    case "unique":
      return path
    case "exposure":
      return path.filter((one, i) => i === 0 || one !== path[i - 1])
    case "first":
      return [...new Set(path)]
    case "frequency": {
      const times = new Map<string, number>()
      for (const one of path) times.set(one, (times.get(one) ?? 0) + 1)
      return Array.from(times, ([one, n]) => `${one}(${n})`)
    }
  }
}
