/**
 * Names of columns: trimmed, and made different from one another. The second `score` becomes `score (2)`; an empty
 * name stays empty, a second one becomes `(2)`.
 */
export const columnNames = (cells: ReadonlyArray<string>): ReadonlyArray<string> => {
  const trimmed = cells.map((cell) => cell.trim())
  const written = new Set(trimmed)
  const taken = new Set<string>()
  const counts = new Map<string, number>()
  return trimmed.map((name) => {
    let unique = name
    let count = counts.get(name) ?? 1
    while (taken.has(unique) || (unique !== name && written.has(unique))) unique = `${name} (${++count})`.trim()
    counts.set(name, count)
    taken.add(unique)
    return unique
  })
}
