/**
 * Path to what lies more than `levels` deep in plain data, or `null` where nothing does. Data that contain themselves
 * are endlessly deep. `counts` says which objects are a level; all of them where it is not given.
 *
 * **Example** (Data that contain themselves)
 *
 * ```ts
 * import { deepPath } from "@touchpoint/core/model"
 *
 * const round: { self?: unknown } = {}
 * round.self = round
 * console.log(deepPath(round, 3)) // [ 'self', 'self', 'self' ]
 * console.log(deepPath({ a: [1] }, 3)) // null
 * ```
 *
 * @category model
 * @since 0.1.0
 */
export const deepPath = (
  value: unknown,
  levels: number,
  counts: (node: object) => boolean = () => true,
): ReadonlyArray<string> | null => {
  /** How deep a shared object was seen: nothing new lies below it at the same level. */
  const seen = new Map<object, number>()
  const path: Array<string> = []
  const visit = (node: object, above: number): boolean => {
    const level = above + (counts(node) ? 1 : 0)
    if (level > levels || path.length > 5 * levels) return true
    if ((seen.get(node) ?? -1) >= level) return false
    let inner = false
    for (const key of ArrayBuffer.isView(node) ? [] : Object.keys(node)) {
      const next = (node as Readonly<Record<string, unknown>>)[key]
      if (typeof next !== "object" || next === null) continue
      inner = true
      path.push(key)
      if (visit(next, level)) return true
      path.pop()
    }
    if (inner) seen.set(node, level)
    return false
  }
  return typeof value === "object" && value !== null && visit(value, 0) ? path : null
}
