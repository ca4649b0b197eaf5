const VALUES = 1_000_000
const DEPTH = 200

/**
 * A copy of parsed data made of arrays, records and primitives only. Every key is an own property, `__proto__` too, so
 * nothing in a file can reach a prototype. Throws where the data holds itself or grows too large through its aliases.
 */
export const plain = (value: unknown): unknown => {
  let values = 0
  const copy = (part: unknown, depth: number): unknown => {
    if (++values > VALUES) throw new RangeError(`it has more than ${VALUES.toLocaleString("en")} values`)
    if (depth > DEPTH) throw new RangeError(`it is nested more than ${DEPTH} levels deep, or holds itself`)
    if (Array.isArray(part)) return part.map((item) => copy(item, depth + 1))
    if (typeof part === "object" && part !== null)
      return Object.fromEntries(Object.entries(part).map(([key, item]) => [key, copy(item, depth + 1)]))
    return part
  }
  return copy(value, 0)
}
