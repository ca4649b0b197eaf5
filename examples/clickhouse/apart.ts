/** Where two values differ, floats beyond 1e-9 of the larger; `null` where they do not. */
export const apart = (a: unknown, b: unknown, where = "answer"): string | null => {
  if (typeof a === "number" && typeof b === "number")
    return Math.abs(a - b) <= 1e-9 * Math.max(1, Math.abs(a), Math.abs(b)) ? null : `${where}: ${a} | ${b}`
  if (typeof a !== "object" || a === null || typeof b !== "object" || b === null)
    return a === b ? null : `${where}: ${String(a)} | ${String(b)}`
  const [one, other] = [Object.entries(a), Object.entries(b)]
  if (one.length !== other.length) return `${where}: ${one.length} | ${other.length} parts`
  for (const [i, [name, value]] of one.entries()) {
    const [same, beside] = other[i] ?? []
    const found = same === name ? apart(value, beside, `${where}.${name}`) : `${where}: ${name} | ${same}`
    if (found !== null) return found
  }
  return null
}
